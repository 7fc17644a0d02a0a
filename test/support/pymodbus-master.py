"""pymodbus as a master for tests: pymodbus-master.py tcp|udp|rtu|ascii PLACE TIMEOUT (a port or a pty). Prints "ready 0".
Each line on its standard input is a request: "read UNIT ADDRESS COUNT" (holding registers), "input UNIT ADDRESS COUNT",
"write UNIT ADDRESS VALUE". Each is asked once, on a connection of its own, and answered by a line "value 1 2",
"exception 2" or "error ..."."""
import logging
import sys

from pymodbus.client import ModbusSerialClient, ModbusTcpClient, ModbusUdpClient
from pymodbus.exceptions import ModbusException
from pymodbus.pdu import ExceptionResponse
from pymodbus.transaction import ModbusAsciiFramer, ModbusRtuFramer

logging.disable(logging.CRITICAL)
MODE, PLACE, TIMEOUT = sys.argv[1], sys.argv[2], float(sys.argv[3])
ONCE = {"retries": 0}


def client():
    if MODE == "tcp":
        return ModbusTcpClient("127.0.0.1", port=int(PLACE), **ONCE)
    if MODE == "udp":
        return ModbusUdpClient("127.0.0.1", port=int(PLACE), **ONCE)
    return ModbusSerialClient(PLACE, framer={"rtu": ModbusRtuFramer, "ascii": ModbusAsciiFramer}[MODE], baudrate=19200, **ONCE)


def ask(what: str, unit: int, address: int, argument: int) -> str:
    peer = client()
    peer.params.timeout = TIMEOUT  # its constructor takes whole seconds only
    if not peer.connect():
        return "error no connection"
    try:
        if what == "write":
            answer = peer.write_register(address, argument, slave=unit)
        elif what == "input":
            answer = peer.read_input_registers(address, argument, slave=unit)
        else:
            answer = peer.read_holding_registers(address, argument, slave=unit)
        if isinstance(answer, ExceptionResponse):
            return f"exception {answer.exception_code}"
        if isinstance(answer, Exception) or answer.isError():
            return f"error {type(answer).__name__}"
        return "value " + " ".join(str(register) for register in getattr(answer, "registers", []) or [answer.value])
    except (ModbusException, OSError, ValueError, IndexError, TypeError, AttributeError) as error:
        return f"error {type(error).__name__}"
    finally:
        peer.close()


print("ready", 0, flush=True)
for line in sys.stdin:
    what, *numbers = line.split()
    print(ask(what, *map(int, numbers)), flush=True)
