import { FUNCTION } from './function-codes';

/** Roles of users by number, as an independent C++ stack has them (`UserRole`; those of IEC/TS 62351-8). */
export const USER_ROLE = { viewer: 0, operator: 1, engineer: 2, installer: 3, securityAdministrator: 4, securityAuditor: 5, rbacManagement: 6, singleUser: 32_768 } as const;

const NAMES: ReadonlyMap<number, string> = new Map([
  [USER_ROLE.viewer, 'viewer'],
  [USER_ROLE.operator, 'operator'],
  [USER_ROLE.engineer, 'engineer'],
  [USER_ROLE.installer, 'installer'],
  [USER_ROLE.securityAdministrator, 'security administrator'],
  [USER_ROLE.securityAuditor, 'security auditor'],
  [USER_ROLE.rbacManagement, 'RBAC management'],
  [USER_ROLE.singleUser, 'single user'],
]);

/** A role's name, "role 77" when it has none. */
export function roleName(role: number): string {
  return NAMES.get(role) ?? `role ${role}`;
}

const MONITOR: readonly number[] = [FUNCTION.confirm, FUNCTION.read, FUNCTION.enableUnsolicited, FUNCTION.disableUnsolicited, FUNCTION.delayMeasure];
const OPERATE: readonly number[] = [
  FUNCTION.select,
  FUNCTION.operate,
  FUNCTION.directOperate,
  FUNCTION.directOperateNoAck,
  FUNCTION.immediateFreeze,
  FUNCTION.immediateFreezeNoAck,
  FUNCTION.freezeClear,
  FUNCTION.freezeClearNoAck,
  FUNCTION.freezeAtTime,
  FUNCTION.freezeAtTimeNoAck,
];
/** A block of a file is written by the function that writes everything else. */
const FILES: readonly number[] = [FUNCTION.openFile, FUNCTION.closeFile, FUNCTION.deleteFile, FUNCTION.getFileInfo, FUNCTION.authenticateFile, FUNCTION.abortFile, FUNCTION.write];
const CONFIGURE: readonly number[] = [FUNCTION.write, FUNCTION.recordCurrentTime, FUNCTION.assignClass, FUNCTION.initializeData, FUNCTION.saveConfiguration, FUNCTION.activateConfiguration];
const APPLICATIONS: readonly number[] = [FUNCTION.coldRestart, FUNCTION.warmRestart, FUNCTION.initializeApplication, FUNCTION.startApplication, FUNCTION.stopApplication];

/**
 * What each role may ask for. The independent stack has reads for a viewer, reads and commands for an operator,
 * everything for the single user and nothing for the others; what those may is from memory of the rights that IEEE 1815
 * gives them in words (monitor data, operate controls, transfer data files, change configuration, change code). Users are
 * changed by the authority's key, not by a role, so that the security roles only monitor here.
 */
const MAY: ReadonlyMap<number, ReadonlySet<number>> = new Map<number, ReadonlySet<number>>([
  [USER_ROLE.viewer, new Set(MONITOR)],
  [USER_ROLE.operator, new Set([...MONITOR, ...OPERATE])],
  [USER_ROLE.engineer, new Set([...MONITOR, ...FILES, ...CONFIGURE])],
  [USER_ROLE.installer, new Set([...MONITOR, ...FILES, ...CONFIGURE, ...APPLICATIONS])],
  [USER_ROLE.securityAdministrator, new Set(MONITOR)],
  [USER_ROLE.securityAuditor, new Set(MONITOR)],
  [USER_ROLE.rbacManagement, new Set(MONITOR)],
]);

/** Whether a user in a role may ask for a function. A role without a name may nothing. */
export function roleMay(role: number, functionCode: number): boolean {
  return role === USER_ROLE.singleUser || (MAY.get(role)?.has(functionCode) ?? false);
}
