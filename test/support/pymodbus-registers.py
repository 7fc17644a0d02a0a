"""A Modbus TCP server on pymodbus with the holding registers that it is given, and no others: pymodbus-registers.py JSON,
where JSON is {"address": [value, ...]}. Prints "ready PORT"; ends with its standard input."""
import asyncio
import json
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock
from pymodbus.server.async_io import ModbusTcpServer


async def main() -> None:
    registers = {int(address) + at: value for address, values in json.loads(sys.argv[1]).items() for at, value in enumerate(values)}
    context = ModbusServerContext(slaves={1: ModbusSlaveContext(hr=ModbusSparseDataBlock(registers), zero_mode=True)}, single=False)
    server = ModbusTcpServer(context, address=("127.0.0.1", 0), allow_reuse_address=True)
    serving = asyncio.ensure_future(server.serve_forever())
    while server.server is None:
        await asyncio.sleep(0.01)
    print("ready", server.server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    serving.cancel()


asyncio.run(main())
