import type { Clock } from '../../../../local/support/clock.ts';

/** How a group goes, from its creation. */
export interface Course {
  readonly runsMs: number;
  readonly state: 'Succeeded' | 'Failed' | 'Stopped' | 'Running' | 'Pending';
  readonly exitCode?: number;
  readonly detailStatus?: string;
  readonly provisioningState?: string;
  readonly events?: readonly { readonly name: string; readonly message: string }[];
  readonly log?: string;
}

interface Group {
  readonly name: string;
  readonly body: {
    readonly tags: Readonly<Record<string, string>>;
    readonly properties: Properties;
  };
  readonly createdAt: number;
}

interface Properties {
  readonly containers: readonly {
    readonly name: string;
    readonly properties: {
      readonly image: string;
      readonly environmentVariables: readonly {
        readonly name: string;
        readonly value?: string;
        readonly secureValue?: string;
      }[];
    };
  }[];
}

interface Answer {
  readonly status: number;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The management API for container groups, as far as the connector calls it; groups go as they are told. */
export class FakeArm {
  readonly endpoint = 'https://arm.invalid';
  readonly groups = new Map<string, Group>();
  readonly created: Group[] = [];
  readonly calls: string[] = [];
  course: Course = { runsMs: 30_000, state: 'Succeeded', exitCode: 0, log: 'done' };
  /** What is answered instead, once each, by `METHOD`; `cut` is no answer at all. */
  readonly instead: { readonly method: string; readonly answer: Answer | 'cut' }[] = [];
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  readonly token = (): Promise<string> => Promise.resolve('token');

  readonly fetch = async (request: Request): Promise<Response> => {
    const { method } = request;
    const path = new URL(request.url).pathname;
    this.calls.push(`${method} ${path.slice(path.lastIndexOf('/') + 1)}`);
    const index = this.instead.findIndex((each) => each.method === method);
    const [told] = index < 0 ? [] : this.instead.splice(index, 1);
    if (told?.answer === 'cut') throw new TypeError('fetch failed');
    if (told) return refusal(told.answer);
    const name = /containerGroups\/(?<name>[^/]+)/.exec(path)?.groups?.['name'] ?? '';
    if (method === 'PUT') return this.create(name, (await request.json()) as Group['body']);
    const group = this.groups.get(name);
    if (method === 'DELETE') {
      this.groups.delete(name);
      return group ? Response.json(this.view(group)) : new Response(null, { status: 204 });
    }
    if (!group) return refusal({ status: 404, code: 'ResourceNotFound' });
    if (path.endsWith('/logs')) return Response.json({ content: this.course.log ?? '' });
    return Response.json(this.view(group));
  };

  private create(name: string, body: Group['body']): Response {
    const group = { name, body, createdAt: this.clock.now().getTime() };
    this.groups.set(name, group);
    this.created.push(group);
    return Response.json(this.view(group), { status: 201 });
  }

  private view({ name, body, createdAt }: Group) {
    const { runsMs, state, exitCode, detailStatus, provisioningState, events = [] } = this.course;
    const isOver = this.clock.now().getTime() - createdAt >= runsMs;
    const current = isOver ? state : 'Running';
    const hasEnded = ['Succeeded', 'Failed', 'Stopped'].includes(current);
    const instanceView = {
      currentState: {
        state: hasEnded && exitCode !== undefined ? 'Terminated' : 'Waiting',
        exitCode,
        detailStatus,
      },
      events,
    };
    return {
      name,
      tags: body.tags,
      properties: {
        provisioningState: (isOver ? provisioningState : undefined) ?? 'Succeeded',
        instanceView: { state: current, events: [] },
        containers: body.properties.containers.map((container) => ({
          name: container.name,
          properties: { image: container.properties.image, instanceView },
        })),
      },
    };
  }
}

function refusal({ status, code = 'Refused', headers = {} }: Answer): Response {
  return Response.json(
    { error: { code, message: `told to answer ${status}` } },
    { status, headers },
  );
}
