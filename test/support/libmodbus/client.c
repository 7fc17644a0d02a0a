/* A Modbus client on libmodbus: "client tcp PORT check", "client rtu PATH check" or "client tcp PORT bench COUNT".
   "check" calls every function at its least and its greatest count and prints "ok" or what is wrong;
   "bench" reads ten holding registers COUNT times and prints round trips a second. */
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define EXPECT(what, condition) \
    do { \
        if (!(condition)) { \
            printf("%s: %s\n", what, modbus_strerror(errno)); \
            return 1; \
        } \
    } while (0)

static uint8_t bits[2000], bits_back[2000];
static uint16_t words[125], words_back[125];

static int check(modbus_t *ctx)
{
    for (int i = 0; i < 2000; i++) bits[i] = (uint8_t)((i * 7 / 3) & 1);
    for (int i = 0; i < 125; i++) words[i] = (uint16_t)(i * 521);
    EXPECT("write one coil", modbus_write_bit(ctx, 0, 1) == 1);
    EXPECT("read one coil", modbus_read_bits(ctx, 0, 1, bits_back) == 1 && bits_back[0] == 1);
    EXPECT("write 1968 coils", modbus_write_bits(ctx, 0, 1968, bits) == 1968);
    EXPECT("read 2000 coils", modbus_read_bits(ctx, 0, 2000, bits_back) == 2000 && memcmp(bits, bits_back, 1968) == 0);
    EXPECT("write coils, one", modbus_write_bits(ctx, 3, 1, bits) == 1);
    EXPECT("read one discrete input", modbus_read_input_bits(ctx, 3, 1, bits_back) == 1 && bits_back[0] == 1);
    EXPECT("read 2000 discrete inputs", modbus_read_input_bits(ctx, 0, 2000, bits_back) == 2000 && bits_back[4] == 0 && bits_back[1998] == 1);
    EXPECT("write one register", modbus_write_register(ctx, 0, 65535) == 1);
    EXPECT("read one register", modbus_read_registers(ctx, 0, 1, words_back) == 1 && words_back[0] == 65535);
    EXPECT("write 123 registers", modbus_write_registers(ctx, 0, 123, words) == 123);
    EXPECT("read 125 registers", modbus_read_registers(ctx, 0, 125, words_back) == 125 && memcmp(words, words_back, 246) == 0);
    EXPECT("write registers, one", modbus_write_registers(ctx, 9, 1, words) == 1);
    EXPECT("read one input register", modbus_read_input_registers(ctx, 2, 1, words_back) == 1 && words_back[0] == 15);
    EXPECT("read 125 input registers", modbus_read_input_registers(ctx, 0, 125, words_back) == 125 && words_back[124] == 869);
    EXPECT("mask write", modbus_mask_write_register(ctx, 4, 0x00f2, 0x0025) == 1);
    EXPECT("read the masked register", modbus_read_registers(ctx, 4, 1, words_back) == 1 && words_back[0] == ((words[4] & 0x00f2) | (0x0025 & ~0x00f2)));
    EXPECT("write one and read one", modbus_write_and_read_registers(ctx, 3, 1, words + 7, 3, 1, words_back) == 1 && words_back[0] == words[7]);
    EXPECT("write 121 and read 125", modbus_write_and_read_registers(ctx, 2, 121, words, 0, 125, words_back) == 125 && memcmp(words, words_back + 2, 242) == 0);
    uint8_t id[256];
    EXPECT("server id", modbus_report_slave_id(ctx, sizeof id, id) == 3 && id[0] == 0x11 && id[1] == 0xff && id[2] == 'A');
    EXPECT("exception 2", modbus_read_registers(ctx, 65000, 2, words_back) == -1 && errno == EMBXILADD);
    printf("ok\n");
    return 0;
}

static int bench(modbus_t *ctx, int count)
{
    struct timespec began, ended;
    clock_gettime(CLOCK_MONOTONIC, &began);
    for (int i = 0; i < count; i++) EXPECT("read", modbus_read_registers(ctx, 0, 10, words_back) == 10);
    clock_gettime(CLOCK_MONOTONIC, &ended);
    double seconds = (double)(ended.tv_sec - began.tv_sec) + (double)(ended.tv_nsec - began.tv_nsec) / 1e9;
    printf("%.0f\n", count / seconds);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 4) return 2;
    modbus_t *ctx = strcmp(argv[1], "rtu") == 0 ? modbus_new_rtu(argv[2], 19200, 'N', 8, 1) : modbus_new_tcp("127.0.0.1", atoi(argv[2]));
    modbus_set_slave(ctx, 1);
    modbus_set_response_timeout(ctx, 2, 0);
    if (modbus_connect(ctx) == -1) {
        printf("connect: %s\n", modbus_strerror(errno));
        return 1;
    }
    int result = strcmp(argv[3], "bench") == 0 && argc > 4 ? bench(ctx, atoi(argv[4])) : check(ctx);
    modbus_close(ctx);
    modbus_free(ctx);
    return result;
}
