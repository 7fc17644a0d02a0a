/** Why a device stays off where another instance has the tenant, which alone may be master of its lines. */
export const HELD_ELSEWHERE = 'Open in another window or gateway, which holds the connection.';
