"""pymodbus as a peer for tests, on both sides: pymodbus-peer.py serve|check tcp|udp|rtu|ascii PLACE (a port or a pty).
"serve" prints "ready PORT" and ends with its standard input. "check" calls every function that pymodbus has at its least
and its greatest count and prints "ok" or what is wrong."""
import asyncio
import sys

from pymodbus.client import ModbusSerialClient, ModbusTcpClient, ModbusUdpClient
from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.device import ModbusDeviceIdentification
from pymodbus.diag_message import ReturnBusMessageCountRequest
from pymodbus.file_message import FileRecord, ReadFifoQueueRequest, ReadFileRecordRequest, WriteFileRecordRequest
from pymodbus.mei_message import ReadDeviceInformationRequest
from pymodbus.other_message import GetCommEventCounterRequest, GetCommEventLogRequest, ReadExceptionStatusRequest, ReportSlaveIdRequest
from pymodbus.server.async_io import ModbusSerialServer, ModbusTcpServer, ModbusUdpServer
from pymodbus.transaction import ModbusAsciiFramer, ModbusRtuFramer

FRAMERS = {"rtu": ModbusRtuFramer, "ascii": ModbusAsciiFramer}
UNIT = 1


def context() -> ModbusServerContext:
    unit = ModbusSlaveContext(
        di=ModbusSequentialDataBlock(0, [1 if i % 3 == 0 else 0 for i in range(2000)]),
        co=ModbusSequentialDataBlock(0, [0] * 2000),
        hr=ModbusSequentialDataBlock(0, list(range(1000))),
        ir=ModbusSequentialDataBlock(0, [i * 7 + 1 for i in range(1000)]),
        zero_mode=True,
    )
    return ModbusServerContext(slaves={UNIT: unit}, single=False)


async def serve(mode: str, place: str) -> None:
    identity = ModbusDeviceIdentification(info_name={"VendorName": "Made Up Works", "ProductCode": "MU-1", "MajorMinorRevision": "1.0", "ModelName": "x" * 200})
    port = 0
    if mode == "tcp":
        server = ModbusTcpServer(context(), identity=identity, address=("127.0.0.1", int(place)), allow_reuse_address=True)
    elif mode == "udp":
        server = ModbusUdpServer(context(), identity=identity, address=("127.0.0.1", int(place)))
    else:
        server = ModbusSerialServer(context(), framer=FRAMERS[mode], identity=identity, port=place, baudrate=19200, timeout=1)
        await server.start()
    serving = asyncio.ensure_future(server.serve_forever())
    if mode == "tcp":
        while server.server is None:
            await asyncio.sleep(0.01)
        port = server.server.sockets[0].getsockname()[1]
    if mode == "udp":
        while server.protocol is None:
            await asyncio.sleep(0.01)
        port = server.protocol.get_extra_info("sockname")[1]
    print("ready", port, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    serving.cancel()


def client(mode: str, place: str):
    if mode == "tcp":
        return ModbusTcpClient("127.0.0.1", port=int(place), timeout=5)
    if mode == "udp":
        return ModbusUdpClient("127.0.0.1", port=int(place), timeout=5)
    return ModbusSerialClient(place, framer=FRAMERS[mode], baudrate=19200, timeout=2)


def expect(what: str, good: bool, answer=None) -> None:
    if not good:
        print(what, answer, flush=True)
        sys.exit(1)


def check(mode: str, place: str) -> None:
    peer = client(mode, place)
    expect("connect", peer.connect())
    bits = [(i * 7 // 3) & 1 == 1 for i in range(1968)]
    words = [i * 521 & 0xFFFF for i in range(123)]

    def ask(what: str, request):
        request.unit_id = UNIT
        answer = peer.execute(request)
        expect(what, not answer.isError(), answer)
        return answer

    expect("write one coil", not peer.write_coil(0, True, UNIT).isError())
    expect("write 1968 coils", not peer.write_coils(0, bits, UNIT).isError())
    answer = peer.read_coils(0, 2000, UNIT)
    expect("read 2000 coils", not answer.isError() and answer.bits[:1968] == bits, answer)
    answer = peer.read_discrete_inputs(3, 1, UNIT)
    expect("read one discrete input", not answer.isError() and answer.bits[0], answer)
    expect("write one register", not peer.write_register(0, 65535, UNIT).isError())
    expect("read one register", peer.read_holding_registers(0, 1, UNIT).registers == [65535])
    expect("write 123 registers", not peer.write_registers(0, words, UNIT).isError())
    expect("read 125 registers", peer.read_holding_registers(0, 125, UNIT).registers[:123] == words)
    expect("read 125 input registers", peer.read_input_registers(0, 125, UNIT).registers == [i * 7 + 1 for i in range(125)])
    expect("exception 2", peer.read_holding_registers(999, 2, UNIT).exception_code == 2)
    expect("mask write", not peer.mask_write_register(4, 0x00F2, 0x0025, unit=UNIT).isError())
    expect("mask written", peer.read_holding_registers(4, 1, UNIT).registers == [(words[4] & 0xF2) | (0x25 & ~0xF2)])
    answer = peer.readwrite_registers(read_address=0, read_count=125, write_address=2, write_registers=list(range(121)), unit=UNIT)
    expect("read and write", answer.registers[2:123] == list(range(121)), answer)
    expect("exception status", ask("exception status", ReadExceptionStatusRequest()).status == 0x6D)
    answer = peer.diag_query_data(0xA537, UNIT)
    expect("query data", list(answer.message) == [0xA537], answer.message)
    expect("bus messages", ask("bus messages", ReturnBusMessageCountRequest()).message[0] > 10)
    expect("event counter", ask("event counter", GetCommEventCounterRequest()).count > 10)
    answer = ask("event log", GetCommEventLogRequest())
    expect("events", answer.events[:3] == [0x80, 0x40, 0x80] and len(answer.events) > 30 and answer.message_count > 10, answer)
    expect("server id", ask("server id", ReportSlaveIdRequest()).identifier == b"\x11\xffA")
    answer = ask("device identification", ReadDeviceInformationRequest(1, 0))
    expect("objects", answer.information == {0: b"Made Up Works", 1: b"MU-1", 2: b"1.0"}, answer.information)
    answer = ask("extended identification", ReadDeviceInformationRequest(3, 0))
    expect("more follows", answer.more_follows == 0xFF and answer.next_object_id == 0x80, answer.information)
    ask("write file", WriteFileRecordRequest([FileRecord(file_number=4, record_number=1, record_data=b"\x00\x01\xff\xff", record_length=2)]))
    answer = ask("read file", ReadFileRecordRequest([FileRecord(file_number=4, record_number=0, record_length=4)]))
    expect("file", answer.records[0].record_data == b"\x00\x00\x00\x01\xff\xff\x00\x03", answer.records[0].record_data)
    # pymodbus reads the count of a queue as octets, so it finds no values; that the answer is one is all it can say.
    ask("queue", ReadFifoQueueRequest(5))
    peer.close()
    print("ok", flush=True)


if sys.argv[1] == "serve":
    asyncio.run(serve(sys.argv[2], sys.argv[3]))
else:
    check(sys.argv[2], sys.argv[3])
