import { breakpointRequests } from './breakpoint-requests.ts';
import { controlRequests } from './control-requests.ts';
import { lifecycleRequests } from './lifecycle-requests.ts';
import type { RequestHandlers } from './request-handler.ts';
import { stateRequests } from './state-requests.ts';
import { valueRequests } from './value-requests.ts';

/** Every request that is answered, by its command; `cancel` is answered by the session itself. */
export const requestTable: RequestHandlers = new Map([
  ...lifecycleRequests,
  ...breakpointRequests,
  ...controlRequests,
  ...stateRequests,
  ...valueRequests,
]);
