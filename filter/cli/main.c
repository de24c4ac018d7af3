/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program: its commands, and what holds for all of them.
 *
 * No core is ever dumped and no other process may read this one's memory: text of a cable goes nowhere else
 * (DESIGN M20).  Standard output is closed and checked last, so that a full disk or a reader that went away
 * is 74 and never 0.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/complete.h"
#include "cli/options.h"
#include "cli/version.h"
#include "tearline.h"

struct verb {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
};

static const struct verb verbs[] = {
    {"redact", tl_cmd_redact, "write the release of cables, and the log of every change"},
    {"check", tl_cmd_check, "the gate: 0 exactly when redact would change nothing"},
    {"verify", tl_cmd_verify, "does a release follow from its original and the log?"},
    {"reveal", tl_cmd_reveal, "is a text what a change withheld?"},
    {"restore", tl_cmd_restore, "put back what was sealed, as a new release"},
    {"inspect", tl_cmd_inspect, "show what is read in a cable: elements, levels, claims, findings"},
    {"audit", tl_cmd_audit, "what was removed and why, from the logs"},
    {"compare", tl_cmd_compare, "two releases of one cable: what one withholds and the other shows"},
    {"decisions", tl_cmd_decisions,
     "write a form for a reviewer's decisions on single portions, or check one"},
    {"policy", tl_cmd_policy, "lint, test or show policies and rule packs"},
    {"explain", tl_cmd_explain, "answer one question about a marking, a line or a rule"},
};

static const struct verb *verb_find(const char *name)
{
    for (size_t i = 0; i < TL_COUNT(verbs); i++) {
        if (strcmp(verbs[i].name, name) == 0) {
            return &verbs[i];
        }
    }
    return NULL;
}

/* What may stand in the place of a command; ends with NULL. */
struct heads {
    const char *words[TL_COUNT(verbs) + 4];
};

static struct heads heads_of(void)
{
    struct heads heads = {{"help", "--help", "--version"}};
    for (size_t i = 0; i < TL_COUNT(verbs); i++) {
        heads.words[i + 3] = verbs[i].name;
    }
    return heads;
}

static int unknown_verb(const char *name)
{
    const struct heads heads = heads_of();
    const char *const *words = heads.words;
    const char *guess = tl_did_you_mean(name, words);
    if (guess != NULL) {
        tl_warn("there is no command %s; did you mean %s? (see tearline --help)", name, guess);
    } else {
        tl_warn("there is no command %s (see tearline --help)", name);
    }
    return TL_USAGE;
}

static int print_help(void)
{
    struct tl_buf out = {0};
    tl_buf_str(&out, "usage: tearline COMMAND [options] [FILE...]\n\n"
                     "Redacts classified cables portion by portion, and logs every change.\n\ncommands:\n");
    for (size_t i = 0; i < TL_COUNT(verbs); i++) {
        tl_buf_format(&out, "  %-10s%s\n", verbs[i].name, verbs[i].summary);
    }
    tl_buf_str(
        &out,
        "  help      show the help of a command: tearline help COMMAND\n\n"
        "options:\n"
        "  -h, --help       print this help\n"
        "  -V, --version    print the versions of the program and of what it is built on\n\n"
        "`-` or no FILE is standard input.  Data goes to standard output, messages to standard error.\n\n"
        "exit status (anything but 0: do not release without a look):\n"
        "   0  done, within policy\n"
        "   1  the answer is no: above the maximum, or denied by a rule\n"
        "   2  usage\n"
        "   3  done, and what was written is safe, but doubt withheld something: a person should look\n"
        "  65  input is not what it should be        66  input cannot be read\n"
        "  70  internal check failed, nothing of that cable was written\n"
        "  73  output cannot be created              74  read or write error\n"
        "  75  stopped before all was read: try again\n"
        "  77  refused for the safety of files       78  policy or configuration\n");
    const enum tl_status status = tl_emit_buf(&out);
    tl_buf_release(&out);
    return (int)status;
}

static int run_help(int argc, char **argv)
{
    if (argc < 2) {
        return print_help();
    }
    const struct verb *verb = verb_find(argv[1]);
    if (verb == NULL) {
        return unknown_verb(argv[1]);
    }
    char option[] = "--help";
    char *words[] = {argv[1], option, NULL};
    return verb->run(2, words);
}

/* argv[1] and what follows: the words of a command line, the last of them half typed. */
static int run_complete(int argc, char **argv)
{
    const struct heads heads = heads_of();
    if (argc < 3 || (argc == 3 && strcmp(argv[1], "help") == 0)) {
        return (int)tl_complete_words(argc < 2 ? "" : argv[argc - 1], heads.words);
    }
    const struct verb *verb = verb_find(argv[1]);
    char word[] = TL_COMPLETE;
    argv[1] = word;
    return verb == NULL ? TL_OK : verb->run(argc - 1, argv + 1);
}

static int run(int argc, char **argv)
{
    if (argc < 2) {
        tl_warn("say what to do: tearline COMMAND [options] [FILE...] (see tearline --help)");
        return TL_USAGE;
    }
    const char *word = argv[1];
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        return print_help();
    }
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
        return (int)tl_version_print();
    }
    if (strcmp(word, "help") == 0) {
        return run_help(argc - 1, argv + 1);
    }
    if (strcmp(word, TL_COMPLETE) == 0) {
        return run_complete(argc - 1, argv + 1);
    }
    const struct verb *verb = verb_find(word);
    return verb == NULL ? unknown_verb(word) : verb->run(argc - 1, argv + 1);
}

/*
 * A closed descriptor 0, 1 or 2 would be given to the next file that is opened, and a message could land in a
 * release.  Each is filled with a descriptor that refuses its own direction, so that use of it is an error.
 */
static bool guard_descriptors(void)
{
    static const int modes[] = {O_WRONLY, O_RDONLY, O_WRONLY};
    for (int fd = 0; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd) {
            return false;
        }
    }
    return true;
}

static bool forbid_cores(void)
{
    const struct rlimit none = {0, 0};
    return setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

static enum tl_status close_stdout(void)
{
    if (fflush(stdout) == 0 && ferror(stdout) == 0 && close(STDOUT_FILENO) == 0) {
        return TL_OK;
    }
    tl_warn("cannot write standard output: %s", strerror(errno));
    return TL_IO;
}

int main(int argc, char **argv)
{
    if (!guard_descriptors()) {
        return TL_INTERNAL;
    }
    if (!forbid_cores() || signal(SIGPIPE, SIG_IGN) == SIG_ERR) {
        tl_warn("cannot forbid core dumps: %s", strerror(errno));
        return TL_INTERNAL;
    }
    const int status = run(argc, argv);
    const enum tl_status closed = close_stdout();
    return closed == TL_OK ? status : (int)tl_status_worse((enum tl_status)status, closed);
}
