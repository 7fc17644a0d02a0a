"""What pymodbus makes of values: pymodbus-values.py JSON with [{"type": "float32", "value": 1.5}, ...]; prints a JSON list with the registers (hex) of each in the orders ABCD, CDAB, BADC, DCBA."""
import json
import sys

from pymodbus.constants import Endian
from pymodbus.payload import BinaryPayloadBuilder

ORDERS = [(Endian.Big, Endian.Big), (Endian.Big, Endian.Little), (Endian.Little, Endian.Big), (Endian.Little, Endian.Little)]
ADD = {
    "int16": "add_16bit_int", "uint16": "add_16bit_uint",
    "int32": "add_32bit_int", "uint32": "add_32bit_uint", "float32": "add_32bit_float",
    "int64": "add_64bit_int", "uint64": "add_64bit_uint", "float64": "add_64bit_float",
    "string": "add_string",
}


def registers(kind, value, byteorder, wordorder):
    builder = BinaryPayloadBuilder(byteorder=byteorder, wordorder=wordorder)
    getattr(builder, ADD[kind])(int(value) if isinstance(value, str) and kind != "string" else value)
    # The octets as they go out, two a register, whatever the order.
    return b"".join(builder.build()).hex()


print(json.dumps([[registers(each["type"], each["value"], *order) for order in ORDERS] for each in json.loads(sys.argv[1])]))
