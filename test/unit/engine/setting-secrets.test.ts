import { expect, it } from 'vitest';
import { secretsIn, withSecrets } from '../../../electron/engine/edits/setting-secrets';
import { field } from '../../../electron/protocols/setting-field';

const key = field({ key: 'key', label: 'Key', kind: 'secret', group: '', defaultValue: '' });
const name = field({ key: 'name', label: 'Name', kind: 'text', group: '', defaultValue: '' });
const FIELDS = [name, key, field({ key: 'users', label: 'Users', kind: 'list', group: '', defaultValue: [], items: { title: 'User', fields: [name, key], most: 3 } })];
const SETTINGS = { name: 'N', key: 'a', users: [{ name: 'x', key: '' }, { name: 'y', key: 'b' }] };

it('finds secrets at the top and in items of lists, by path and by a name for people; empty ones are none', () => {
  expect(secretsIn(SETTINGS, FIELDS)).toEqual([
    { path: 'key', label: 'Key', value: 'a' },
    { path: 'users[1].key', label: 'User 2: Key', value: 'b' },
  ]);
});

it('puts others in their place and leaves the rest as it is, without making anything up', () => {
  const changed = withSecrets(SETTINGS, FIELDS, new Map([['users[1].key', 'vault:1']]));
  expect(changed).toEqual({ name: 'N', key: 'a', users: [{ name: 'x', key: '' }, { name: 'y', key: 'vault:1' }] });
  expect(withSecrets({ name: 'N' }, FIELDS, new Map())).toEqual({ name: 'N' });
  expect(SETTINGS.users[1]).toEqual({ name: 'y', key: 'b' });
});
