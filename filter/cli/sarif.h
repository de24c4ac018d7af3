/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every SARIF 2.1.0 report of ours has (OASIS Standard, with Errata 01): one run, its tool, places and
 * fingerprints.  `check` and `policy lint` write the rest.
 */
#ifndef TL_CLI_SARIF_H
#define TL_CLI_SARIF_H

#include "base/error.h"
#include "base/json.h"

/* The begin of the report, up to where the object of the driver stands. */
void tl_sarif_begin(struct tl_buf *out);

/* The object of the driver with its kinds of notifications, up to the entries of its rules; and its end. */
void tl_sarif_driver(struct tl_json *json, const char *name);
void tl_sarif_driver_end(struct tl_json *json);

/* "KEY":{"text":TEXT} */
void tl_sarif_text(struct tl_json *json, const char *key, tl_slice text);

/* An entry of the driver's rules. */
void tl_sarif_rule(struct tl_json *json, tl_slice id, tl_slice title, tl_slice help);

/* Appends the URI of a file as it was named; a relative name stays relative, and what is doubled in it goes.
 */
void tl_sarif_uri(const char *path, struct tl_buf *uri);

/* "artifactLocation":{...} */
void tl_sarif_artifact(struct tl_json *json, const char *path);

/* "partialFingerprints":{...}: a hash of `key`, which must not hold a word of any cable. */
void tl_sarif_fingerprint(struct tl_json *json, tl_slice key);

/* Something that could not be judged. */
struct tl_sarif_fault {
    enum tl_status status;
    const char *path; /* NULL: it is of no file */
    uint64_t at, length;
    bool has_place; /* at and length say where in the file */
    const char *slug;
    tl_slice why;
};

/* An entry of the notifications of the invocation (3.20.21). */
void tl_sarif_note(struct tl_json *json, const struct tl_sarif_fault *fault);

#endif
