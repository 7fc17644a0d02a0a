import { expect, it } from 'vitest';
import { ClientError, engineAway, engineGone, failureTitle } from '../../../renderer/client/client-error';

const of = (code: ClientError['code']): ClientError => new ClientError({ code, message: 'Why.', details: {}, errorId: null });

it('says that nothing was sent only where that is certain', () => {
  for (const certain of [engineAway(), of('conflict'), of('forbidden'), of('bad_input')]) expect(failureTitle(certain, 'It was not sent')).toBe('It was not sent');
  for (const unsure of [engineGone(), of('internal'), of('timeout'), of('cancelled')]) expect(failureTitle(unsure, 'It was not sent')).toBe('It is not known whether it was done');
});
