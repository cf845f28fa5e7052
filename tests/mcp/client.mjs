// Asks an MCP server what tests/mcp.rs wants to know, with the protocol's official TypeScript client, and prints a line of
// JSON for each answer. Standard input: {"server": {"command", "args"} or {"url", "headers"}, "version"?, "calls": [[tool, arguments], …]}.

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { readFileSync } from 'node:fs';

const { server, mode, calls } = JSON.parse(readFileSync(0, 'utf8'));
const print = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

const transport = server.url
    ? new StreamableHTTPClientTransport(new URL(server.url), { requestInit: { headers: server.headers ?? {} } })
    : new StdioClientTransport({ command: server.command, args: server.args, stderr: 'inherit' });
const options = mode ? { versionNegotiation: { mode } } : {};
const client = new Client({ name: 'alinea-tests', version: '1.0.0' }, options);
await client.connect(transport);
print({ server: client.getServerVersion(), instructions: client.getInstructions(), capabilities: client.getServerCapabilities() });
print(await client.listTools());
for (const [name, args] of calls) {
    try {
        // The client checks what is structured against the tool's output schema, and throws where it does not fit.
        print(await client.callTool({ name, arguments: args }));
    } catch (error) {
        print({ thrown: String(error.message), code: error.code });
    }
}
await client.close();
