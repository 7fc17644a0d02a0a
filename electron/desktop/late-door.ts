import type { DesktopDoor } from './ipc';

/**
 * A door that is there before the engine is: the window opens while projects are still being read, and its first calls
 * wait. When the engine cannot start the application says so and ends, so nobody waits for ever.
 */
export function lateDoor(opening: Promise<DesktopDoor>): DesktopDoor {
  return {
    invoke: async (...call) => (await opening).invoke(...call),
    subscribe: async (...subscription) => (await opening).subscribe(...subscription),
  };
}
