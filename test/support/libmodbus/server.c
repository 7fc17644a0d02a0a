/* A Modbus server on libmodbus, as a peer for tests and benchmarks: "server tcp PORT" or "server rtu PATH UNIT".
   It prints "ready PORT" and serves one connection after the other until its standard input ends. */
#include <errno.h>
#include <modbus.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>
#include <netinet/in.h>

static void fill(modbus_mapping_t *map)
{
    for (int i = 0; i < map->nb_input_bits; i++) map->tab_input_bits[i] = i % 3 == 0;
    for (int i = 0; i < map->nb_input_registers; i++) map->tab_input_registers[i] = (uint16_t)(i * 7 + 1);
    for (int i = 0; i < map->nb_registers; i++) map->tab_registers[i] = (uint16_t)i;
}

/* Serves until the connection or the port ends. */
static void serve(modbus_t *ctx, modbus_mapping_t *map)
{
    uint8_t query[MODBUS_MAX_ADU_LENGTH];
    for (;;) {
        int length = modbus_receive(ctx, query);
        if (length > 0) {
            if (modbus_reply(ctx, query, length, map) == -1 && errno == EPIPE) return;
        } else if (length == -1 && errno != EMBBADCRC && errno != EMBBADDATA && errno != ETIMEDOUT) {
            return;
        }
    }
}

static int port_of(int listener)
{
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    if (getsockname(listener, (struct sockaddr *)&address, &size) == -1) return -1;
    return ntohs(address.sin_port);
}

int main(int argc, char **argv)
{
    if (argc < 3) return 2;
    modbus_mapping_t *map = modbus_mapping_new(2000, 2000, 1000, 1000);
    fill(map);
    if (strcmp(argv[1], "rtu") == 0) {
        modbus_t *ctx = modbus_new_rtu(argv[2], 19200, 'N', 8, 1);
        modbus_set_slave(ctx, argc > 3 ? atoi(argv[3]) : 1);
        if (modbus_connect(ctx) == -1) {
            fprintf(stderr, "%s\n", modbus_strerror(errno));
            return 1;
        }
        printf("ready 0\n");
        fflush(stdout);
        serve(ctx, map);
        return 0;
    }
    modbus_t *ctx = modbus_new_tcp("127.0.0.1", atoi(argv[2]));
    int listener = modbus_tcp_listen(ctx, 1);
    if (listener == -1) {
        fprintf(stderr, "%s\n", modbus_strerror(errno));
        return 1;
    }
    printf("ready %d\n", port_of(listener));
    fflush(stdout);
    for (;;) {
        /* The test ends this program by closing its standard input. */
        struct pollfd waits[2] = {{listener, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
        if (poll(waits, 2, -1) == -1 || waits[1].revents != 0) return 0;
        if (modbus_tcp_accept(ctx, &listener) == -1) return 1;
        serve(ctx, map);
        modbus_close(ctx);
    }
}
