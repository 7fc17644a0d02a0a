"""A Modbus TCP server on pymodbus as a peer for tests: pymodbus-server.py PORT [HOST]. Prints "ready PORT"; ends with its standard input."""
import asyncio
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusTcpServer


async def main() -> None:
    unit = ModbusSlaveContext(
        di=ModbusSequentialDataBlock(0, [1 if i % 3 == 0 else 0 for i in range(2000)]),
        co=ModbusSequentialDataBlock(0, [0] * 2000),
        hr=ModbusSequentialDataBlock(0, list(range(1000))),
        ir=ModbusSequentialDataBlock(0, [i * 7 + 1 for i in range(1000)]),
        zero_mode=True,
    )
    context = ModbusServerContext(slaves={1: unit, 9: unit}, single=False)
    server = ModbusTcpServer(context, address=(sys.argv[2] if len(sys.argv) > 2 else "127.0.0.1", int(sys.argv[1])), allow_reuse_address=True)
    serving = asyncio.ensure_future(server.serve_forever())
    while server.server is None:
        await asyncio.sleep(0.01)
    print("ready", server.server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    serving.cancel()


asyncio.run(main())
