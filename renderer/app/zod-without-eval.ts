import { z } from 'zod';

// The content security policy forbids eval; the schema library would try it and leave a violation in the log.
// Imported first, because schemas look at this when they are made.
z.config({ jitless: true });
