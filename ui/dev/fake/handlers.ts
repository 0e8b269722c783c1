/** What answers commands: by the command's name on the wire (`add_account`), from its arguments. Throw an IpcError to fail. */
export type Handlers = { [command: string]: (args: never) => unknown };
