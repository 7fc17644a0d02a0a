/* What libmodbus makes of values: "values float F..." prints each float in the orders abcd, cdab, badc, dcba;
   "values int32 N..." and "values int64 N..." print what its macros make, most significant word first. Registers in hex. */
#include <inttypes.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_words(const uint16_t *words, int count)
{
    for (int i = 0; i < count; i++) printf("%04x", words[i]);
}

int main(int argc, char **argv)
{
    for (int i = 2; i < argc; i++) {
        uint16_t words[4] = {0};
        if (strcmp(argv[1], "float") == 0) {
            float value = strtof(argv[i], NULL);
            void (*orders[])(float, uint16_t *) = {modbus_set_float_abcd, modbus_set_float_cdab, modbus_set_float_badc, modbus_set_float_dcba};
            for (int at = 0; at < 4; at++) {
                orders[at](value, words);
                print_words(words, 2);
                putchar(at < 3 ? ' ' : '\n');
            }
        } else if (strcmp(argv[1], "int32") == 0) {
            int32_t value = (int32_t)strtol(argv[i], NULL, 10);
            MODBUS_SET_INT32_TO_INT16(words, 0, value);
            print_words(words, 2);
            putchar('\n');
        } else {
            int64_t value = strtoll(argv[i], NULL, 10);
            MODBUS_SET_INT64_TO_INT16(words, 0, value);
            print_words(words, 4);
            putchar('\n');
        }
    }
    return 0;
}
