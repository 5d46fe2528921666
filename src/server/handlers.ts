import type { Awaitable } from '../common/awaitable.ts';
import type { EngineStatus } from '../model/report.ts';
import type { SystemsReport } from '../model/systems-report.ts';
import type { EngineApi } from '../rpc/engine-api.ts';
import type { AgentMethod, ClientMethod } from '../rpc/methods.ts';
import type { Handlers } from './call.ts';
import { debugHandlers } from './debug-handlers.ts';
import { libraryHandlers } from './library-handlers.ts';

/** What belongs to the process and not to the orchestrator. */
export interface EngineControl {
  status(): EngineStatus;
  systems(): Awaitable<SystemsReport>;
  /** Begins to stop once the answer is out. */
  stop(mode: 'cancel' | 'when-idle'): void;
  /** Throws a `UserError` where no run may start any more. */
  checkAccepting(): void;
}

/** How the methods of a face are answered. */
export function clientHandlers(api: EngineApi, control: EngineControl): Handlers<ClientMethod> {
  return {
    ...debugHandlers(api.debug),
    ...libraryHandlers(api.library),
    'engine/status': () => control.status(),
    'engine/systems': () => control.systems(),
    'engine/stop': ({ mode }) => {
      control.stop(mode);
      return { activeRuns: api.activeRuns() };
    },
    'pipeline/plan': (params) => api.plan(params),
    'run/list': (params) => api.runs(params),
    'run/show': (params) => api.show(params),
    'run/why': (params) => api.why(params),
    'run/attempts': (params) => api.attempts(params),
    'workspace/health': () => api.health(),
    'workspace/changes': (params) => api.changes(params),
    'workspace/trend': (params) => api.trend(params),
    'findings/latest': () => api.latestFindings(),
    'client/when-alone': ({ whenAlone }, call) => {
      call.wish(whenAlone);
      return null;
    },
    'run/log': (params) => api.log(params),
    'run/start': (params, { gone }) => {
      control.checkAccepting();
      return api.start({ ...params, gone });
    },
    'run/resume': (params) => {
      control.checkAccepting();
      return api.resume(params);
    },
    'run/cancel': (params) => api.cancel(params),
    'run/mark': (params) => api.mark(params),
    'workspace/report': (params) => api.workspace(params),
    'definition/agents': () => api.agents(),
    'definition/clusters': () => api.clusters(),
    'definition/phases': () => api.phases(),
    'cache/report': () => api.cache.report(),
    'cache/invalidate': (params) => api.cache.invalidate(params),
    'cache/clear': () => api.cache.clear(),
    'cache/export': (params) => api.cache.exportTo(params),
    'cache/import': (params) => api.cache.importFrom(params),
    'journal/rebuild': () => api.rebuildJournal(),
    'events/subscribe': ({ after, runId }, call) => {
      const lastSeq = api.lastSeq();
      return { subscription: call.subscribe(after, runId), lastSeq };
    },
    'events/unsubscribe': ({ subscription }, call) => {
      call.unsubscribe(subscription);
      return null;
    },
  };
}

/** How the methods of an agent are answered; its token says for which execution. */
export function agentHandlers(api: EngineApi, control: EngineControl): Handlers<AgentMethod> {
  return {
    'lock/acquire': async ({ lock, slots }, { token, signal }) => {
      await api.executions.acquireLock({ token, lock, slots: slots ?? 1, signal });
      return null;
    },
    'lock/release': async ({ lock }, { token }) => {
      await api.executions.releaseLock({ token, lock });
      return null;
    },
    'context/get': ({ name }, { token }) => api.executions.contextValue({ token, name }),
    'context/set': async ({ name, value }, { token }) => {
      await api.executions.setContextValue({ token, name, value });
      return null;
    },
    'history/values': (params, { token }) => api.executions.pastValues({ ...params, token }),
    'library/search': libraryHandlers(api.library)['library/search'],
    'engine/systems': () => control.systems(),
  };
}
