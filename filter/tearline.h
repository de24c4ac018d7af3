/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libtearline: redacts classified cables under a policy, and logs every change.
 *
 * This is the whole public interface; everything behind it may change.  All functions are safe to call from
 * several threads at once, as long as each cable has its own result; a loaded policy is frozen and may be
 * shared. No function writes to a file or a descriptor, reads the environment, or changes the locale.  A
 * broken internal invariant or exhausted memory ends the process with status 70 before any text is handed
 * out.
 *
 *     struct tearline_policy *policy = tearline_policy_load("public.yaml", &errors);
 *     struct tearline_result result;
 *     int status = tearline_redact(policy, &options, bytes, length, &result);
 *     if (status == TEARLINE_OK || status == TEARLINE_DOUBT) {
 *         store result.log, and only then hand on result.release;
 *     }
 *     tearline_result_release(&result);
 */
#ifndef TEARLINE_H
#define TEARLINE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TEARLINE_VERSION "0.1.0"

/* The exit statuses of the program.  Only OK and DOUBT leave usable output. */
enum tearline_status {
    TEARLINE_OK = 0,        /* done, within policy */
    TEARLINE_NO = 1,        /* a rule denied the cable: no release */
    TEARLINE_USAGE = 2,     /* an option does not make sense; `message` says which */
    TEARLINE_DOUBT = 3,     /* done and safe, but doubt withheld something: a person should look */
    TEARLINE_DATA = 65,     /* the input is empty or too large */
    TEARLINE_INTERNAL = 70, /* an internal check failed: no release */
    TEARLINE_CONFIG = 78    /* the policy cannot be used so */
};

/* Bytes owned by the result they stand in.  Not NUL-terminated; NUL is data. */
struct tearline_bytes {
    unsigned char *ptr;
    size_t len;
};

/* A policy with its rule packs, checked and frozen. */
struct tearline_policy;

/* What changes decisions.  Zeroed: nothing is assumed, no date, a random secret. */
struct tearline_options {
    const char *source;              /* name of the input for the log; NULL: "-" */
    const char *as_of;               /* YYYY-MM-DD, or NULL */
    int is_as_of_future;             /* allows an as_of after today */
    const char *assume;              /* the level of a cable without any claim, or NULL */
    const unsigned char *run_secret; /* 16 bytes or more make the log reproducible; NULL: random */
    size_t run_secret_len;
};

struct tearline_result {
    struct tearline_bytes release; /* empty unless the status is OK or DOUBT */
    struct tearline_bytes log;     /* the change log, JSON Lines; as sensitive as the cable */
    char message[400];             /* one line without cable text; empty when there is nothing to say */
};

/* TEARLINE_VERSION of the library that is linked. */
const char *tearline_version(void);

/*
 * Loads the policy at `path` and its packs.  NULL when it has errors.  `report`, when not NULL, receives all
 * errors and warnings as text with places and carets; the caller frees it with tearline_bytes_release.
 */
struct tearline_policy *tearline_policy_load(const char *path, struct tearline_bytes *report);
void tearline_policy_free(struct tearline_policy *policy);

/*
 * Redacts one cable.  `options` may be NULL.  `result` need not be initialised and is always filled; free it
 * with tearline_result_release.
 */
int tearline_redact(const struct tearline_policy *policy, const struct tearline_options *options,
                    const void *cable, size_t len, struct tearline_result *result);

void tearline_bytes_release(struct tearline_bytes *bytes);
void tearline_result_release(struct tearline_result *result);

#ifdef __cplusplus
}
#endif

#endif
