/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a program and appends one line on it to FILE: microseconds by the clock, microseconds of processor
 * time of it and its children, peak memory of the largest of them in KiB, exit status (128 and the signal).
 *
 *     perf_measure FILE PROGRAM [ARGUMENT...]
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long microseconds(struct timeval time)
{
    return (long long)time.tv_sec * 1000000 + time.tv_usec;
}

static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: perf_measure FILE PROGRAM [ARGUMENT...]\n", stderr);
        return 2;
    }
    const long long begin = now();
    const pid_t child = fork();
    if (child == 0) {
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    struct rusage usage;
    int status = 0;
    if (child < 0 || wait4(child, &status, 0, &usage) != child) {
        perror("perf_measure");
        return 1;
    }
    const long long wall = now() - begin;
    FILE *file = fopen(argv[1], "a");
    if (file == NULL) {
        perror(argv[1]);
        return 1;
    }
    fprintf(file, "%lld %lld %ld %d\n", wall, microseconds(usage.ru_utime) + microseconds(usage.ru_stime),
            usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return fclose(file) == 0 ? 0 : 1;
}
