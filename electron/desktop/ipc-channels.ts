/** The whole list of messages between the window and the main process; anything else is not listened to. */
export const IPC = {
  invoke: 'contract:invoke',
  subscribe: 'contract:subscribe',
  unsubscribe: 'contract:unsubscribe',
  event: 'contract:event',
  taken: 'contract:taken',
} as const;
