"""A web server before the house, as nginx stands there: one origin, two programs behind it."""

import asyncio
import threading
from contextlib import suppress


class Front:
    """Hands ``/live/`` to one port and everything else to another, a connection each."""

    def __init__(self, *, web: int, live: int) -> None:
        self._ports = {True: live, False: web}
        self._ready = threading.Event()
        self.port = 0
        threading.Thread(target=asyncio.run, args=(self._serve(),), daemon=True).start()
        self._ready.wait(10)

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await server.serve_forever()

    async def _answer(self, page: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            head = await page.readuntil(b"\r\n\r\n")
            port = self._ports[head.split(b" ", 2)[1].startswith(b"/live/")]
            house, to_house = await asyncio.open_connection("127.0.0.1", port)
            lines = [one for one in head.split(b"\r\n") if one.lower() != b"connection: keep-alive"]
            lines.insert(1, b"Connection: close")
            to_house.write(b"\r\n".join(lines))
            ways = [_carry(page, to_house), _carry(house, back)]
            await asyncio.wait(map(asyncio.ensure_future, ways), return_when="FIRST_COMPLETED")
            to_house.close()
        back.close()


async def _carry(words: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while part := await words.read(65536):
            to.write(part)
            await to.drain()
