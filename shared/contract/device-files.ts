import { z } from 'zod';
import { microsSchema } from '../domain/time';
import { deviceRefSchema, fileSchema, jobSchema, okSchema } from './common';
import { procedure } from './procedure';

/** Octets of the longest file that is fetched from a device or sent to one: 16 MiB. A longer one is refused. */
export const MOST_DEVICE_FILE_OCTETS = 16 * 1024 * 1024;
/** Entries of one directory that are told; `more` counts the others. */
export const MOST_DIRECTORY_ENTRIES = 2000;

/** Where a file lies in a device, in the device's own spelling. */
export const devicePathSchema = z.string().max(255);

/** What a protocol tells of the files of its devices. */
export const deviceFilesDescriptionSchema = z.object({
  /** The directory where everything begins. */
  root: devicePathSchema,
  /** What stands between the names of a path. */
  separator: z.string().min(1).max(1),
});
export type DeviceFilesDescription = z.infer<typeof deviceFilesDescriptionSchema>;

/** A file or directory as the device tells it. */
export const deviceFileSchema = z.object({
  name: z.string(),
  /** Under which it is asked for. */
  path: z.string(),
  type: z.enum(['file', 'directory']),
  /** Octets of a file, entries of a directory. */
  size: z.number().int().min(0),
  /** Null where the device tells none. */
  modified: microsSchema.nullable(),
  /** `rw-r--r--`; empty where the device tells none. */
  permissions: z.string(),
});
export type DeviceFile = z.infer<typeof deviceFileSchema>;

export const deviceDirectorySchema = z.object({
  path: z.string(),
  /** Directories first, then by name. */
  entries: z.array(deviceFileSchema).max(MOST_DIRECTORY_ENTRIES),
  /** Entries beyond those that are told. */
  more: z.number().int().min(0),
});
export type DeviceDirectory = z.infer<typeof deviceDirectorySchema>;

/** What a change of a device's files would do; nothing is changed. */
export const preparedFileChangeSchema = z.object({
  /** What a person has to agree to, as a sentence. */
  confirm: z.string(),
  /** What is there now under that path; null where nothing is. */
  present: deviceFileSchema.nullable(),
});
export type PreparedFileChange = z.infer<typeof preparedFileChangeSchema>;

const fileRef = deviceRefSchema.extend({ path: devicePathSchema });
const change = fileRef.extend({
  /** The sentence of `device.files.prepare` as it was shown and agreed to; another one by now ends it with `conflict`. */
  confirmed: z.string().max(2000),
  reason: z.string().max(1000).default(''),
});

export const deviceFileProcedures = {
  'device.files.list': procedure('What a directory of a device holds', 'operate', fileRef, deviceDirectorySchema),
  'device.files.information': procedure('Type, size, time and permissions of a file or directory of a device', 'operate', fileRef, deviceFileSchema),
  'device.files.read': procedure("Fetches a file from a device: a job whose file it is. More than 16 MiB are refused", 'operate', fileRef, jobSchema, { audited: true }),
  'device.files.prepare': procedure(
    'What sending a file to a device would overwrite, or what deleting one would take away: the sentence to be confirmed. Nothing is changed',
    'operate',
    fileRef.extend({ change: z.enum(['write', 'delete']), /** Octets to be sent; 0 where it is to be deleted. */ size: z.number().int().min(0).default(0) }),
    preparedFileChangeSchema,
  ),
  'device.files.write': procedure(
    'Sends a file to a device, once: a job. More than 16 MiB are refused. From the screens writing must be armed',
    'write',
    change.extend({ contentBase64: fileSchema.shape.contentBase64 }),
    jobSchema,
    { audited: true },
  ),
  'device.files.delete': procedure('Deletes a file of a device, once. From the screens writing must be armed', 'write', change, okSchema, { audited: true }),
};
