"""A server that refuses what it doesn't know: an argument that is ignored would be an answer to another question."""

from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError


class StrictServer(MCPServer):
    """The protocol's server; a tool called with an argument it doesn't have says which it has."""

    async def call_tool(self, name: str, arguments: dict[str, Any], *more: Any, **named: Any) -> Any:
        takes = {t.name: list(t.input_schema.get("properties", {})) for t in await self.list_tools()}
        unknown = [a for a in arguments if name in takes and a not in takes[name]]
        if unknown:
            raise ToolError(f"{name} has no argument {unknown[0]!r}; it takes {', '.join(takes[name]) or 'none'}")
        return await super().call_tool(name, arguments, *more, **named)
