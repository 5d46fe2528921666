/** What a client of Node's inspector hears and says. */
interface InspectorMessage {
  readonly id?: number;
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are as many as there are methods.
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  readonly result?: any;
}

/** A debugger of a Node process, by its inspector. */
export class InspectorClient {
  readonly #socket: WebSocket;
  readonly #heard: InspectorMessage[] = [];
  readonly #waiting = new Set<() => void>();
  #id = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      this.#heard.push(JSON.parse(String(data)));
      for (const look of [...this.#waiting]) look();
    });
  }

  /** What can be debugged at a port of the loopback. */
  static async targets(
    port: number,
  ): Promise<readonly { readonly url: string; readonly webSocketDebuggerUrl: string }[]> {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`);
    return (await response.json()) as never;
  }

  /** Connects to the first target of a port. */
  static async connect(port: number): Promise<InspectorClient> {
    const [target] = await InspectorClient.targets(port);
    const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', reject);
    });
    return new InspectorClient(socket);
  }

  // biome-ignore lint/suspicious/noExplicitAny: see above.
  async ask(method: string, params: object = {}): Promise<any> {
    const id = ++this.#id;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return (await this.#find((message) => message.id === id)).result;
  }

  /** The parameters of the first event of a name, heard already or still to come. */
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  async event(method: string): Promise<any> {
    return (await this.#find((message) => message.method === method)).params;
  }

  close(): void {
    this.#socket.close();
  }

  #find(isIt: (message: InspectorMessage) => boolean): Promise<InspectorMessage> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.#heard.find(isIt);
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }
}
