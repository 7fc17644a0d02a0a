import { describe, expect, it } from 'vitest';
import { mapFileKinds, readMapFile, readPointListFile } from '../../../renderer/features/point-import/read-file';

const PROFILE = { id: 'dnp3-profile', title: 'DNP3 device profile', extension: 'xml' };

describe('a file chosen for a point list', () => {
  it('is of the kind of the protocol that its ending says', async () => {
    expect(await readMapFile(new File(['<a/>'], 'Relay.XML'), [PROFILE])).toEqual({ name: 'Relay.XML', format: 'dnp3-profile', contentBase64: 'PGEvPg==' });
  });

  it('is a table where the protocol has no such kind, a workbook by its first octets', async () => {
    expect((await readMapFile(new File(['a;b'], 'list.xml'), [])).format).toBe('csv');
    expect((await readMapFile(new File(['PK\u0003\u0004'], 'list.csv'), [PROFILE])).format).toBe('xlsx');
    expect((await readPointListFile(new File(['PK\u0003\u0004'], 'list.csv'))).format).toBe('xlsx');
  });

  it('is asked for by all kinds that there are', () => {
    expect(mapFileKinds([PROFILE])).toEqual({ accept: '.csv,.tsv,.txt,.xlsx,.xml', words: 'CSV, XLSX or DNP3 device profile' });
    expect(mapFileKinds([]).words).toBe('CSV or XLSX');
  });
});
