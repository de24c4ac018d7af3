/* SPDX-License-Identifier: Apache-2.0 */
/* The public interface (tearline.h): one policy, one cable in, one release and its log out. */
#include "tearline.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "ledger/log.h"

enum { SHORTEST_SECRET = 16 };

struct tearline_policy {
    struct tl_policy *policy;
};

/* Options after reading. */
struct settings {
    struct tl_release_options release;
    struct tl_cable_options cable;
    bool is_as_of_future;
    struct tl_hash random;
    tl_slice secret;
    const char *source;
};

const char *tearline_version(void)
{
    return TEARLINE_VERSION;
}

static struct tearline_bytes bytes_of(tl_slice text)
{
    struct tearline_bytes bytes = {0};
    if (text.len > 0) {
        bytes.ptr = malloc(text.len);
        if (bytes.ptr == NULL) {
            tl_out_of_memory();
        }
        memcpy(bytes.ptr, text.ptr, text.len);
        bytes.len = text.len;
    }
    return bytes;
}

void tearline_bytes_release(struct tearline_bytes *bytes)
{
    free(bytes->ptr);
    *bytes = (struct tearline_bytes){0};
}

void tearline_result_release(struct tearline_result *result)
{
    tearline_bytes_release(&result->release);
    tearline_bytes_release(&result->log);
}

struct tearline_policy *tearline_policy_load(const char *path, struct tearline_bytes *report)
{
    struct tl_arena arena = {0};
    struct tl_diags diags = {.arena = &arena};
    struct tearline_policy *policy = NULL;
    struct tl_policy *loaded = tl_policy_load(path, &diags);
    if (loaded != NULL) {
        policy = calloc(1, sizeof(*policy));
        if (policy == NULL) {
            tl_out_of_memory();
        }
        policy->policy = loaded;
    }
    if (report != NULL) {
        struct tl_buf text = {0};
        tl_diags_render(&diags, &text);
        *report = bytes_of(tl_buf_slice(&text));
        tl_buf_release(&text);
    }
    tl_arena_release(&arena);
    return policy;
}

void tearline_policy_free(struct tearline_policy *policy)
{
    if (policy != NULL) {
        tl_policy_free(policy->policy);
        free(policy);
    }
}

static enum tl_status read_dates(const struct tl_policy *policy, const struct tearline_options *options,
                                 struct settings *out, struct tl_err *err)
{
    struct tl_release_options *release = &out->release;
    if (options->as_of != NULL) {
        if (!tl_date_parse_iso(tl_str(options->as_of), &release->as_of)) {
            return tl_fail(err, TL_USAGE, "option.as_of", "as_of is not a date such as 2008-11-07");
        }
        if (options->is_as_of_future == 0 && tl_date_cmp(release->as_of, tl_date_today()) > 0) {
            return tl_fail(err, TL_USAGE, "option.as_of",
                           "as_of is after today, and is_as_of_future is not set");
        }
        release->judged_on = release->as_of;
    } else if (policy->honours_dates) {
        return tl_fail(err, TL_CONFIG, "option.as_of", "the policy honours dates: give as_of");
    } else if (policy->exception_count > 0) {
        release->judged_on = tl_date_today();
    }
    return TL_OK;
}

static enum tl_status read_options(const struct tl_policy *policy, const struct tearline_options *options,
                                   struct settings *out, struct tl_err *err)
{
    static const struct tearline_options none = {0};
    options = options == NULL ? &none : options;
    *out = (struct settings){.source = options->source == NULL ? "-" : options->source,
                             .is_as_of_future = options->is_as_of_future != 0};
    if (options->assume != NULL && !tl_rank_find(tl_str(options->assume), &out->cable.assume)) {
        return tl_fail(err, TL_USAGE, "option.assume", "assume is not a level: say U, CUI, R, C, S or TS");
    }
    out->release.assume = out->cable.assume;
    out->release.records_covered = true;
    if (options->run_secret == NULL) {
        out->random = tl_random_secret();
        out->secret = tl_hash_slice(&out->random);
    } else if (options->run_secret_len < SHORTEST_SECRET) {
        return tl_fail(err, TL_USAGE, "option.run_secret", "run_secret has fewer than %d bytes",
                       SHORTEST_SECRET);
    } else {
        out->secret = (tl_slice){options->run_secret, options->run_secret_len};
    }
    return read_dates(policy, options, out, err);
}

static void write_log(const struct tl_policy *policy, const struct settings *settings,
                      const struct tl_cable *cable, const struct tl_release *release, const char *slug,
                      struct tearline_result *result)
{
    const struct tl_log_source source = {.name = settings->source};
    const struct tl_log_run run = {.policy = policy,
                                   .as_of = settings->release.as_of,
                                   .judged_on = settings->release.judged_on,
                                   .is_as_of_future = settings->is_as_of_future,
                                   .assume = settings->cable.assume,
                                   .frame = "file",
                                   .max_cable = TL_MAX_CABLE,
                                   .is_secret_given = settings->secret.ptr != settings->random.bytes,
                                   .secret = settings->secret};
    struct tl_log log;
    tl_log_init(&log, &run);
    if (release != NULL) {
        tl_log_cable(&log, &source, release);
    } else {
        tl_log_failed(&log, &source, cable, slug);
    }
    tl_log_end(&log);
    result->log = bytes_of(tl_buf_slice(&log.out));
    tl_log_release(&log);
}

static enum tl_status redact(const struct tl_policy *policy, const struct settings *settings, tl_slice bytes,
                             struct tearline_result *result, struct tl_err *err)
{
    struct tl_arena arena = {0};
    struct tl_cable cable;
    struct tl_release release = {0};
    tl_cable_parse(&arena, bytes, &settings->cable, &cable);
    enum tl_status status = tl_release_make(&arena, &cable, policy, &settings->release, &release, err);
    if (status == TL_OK) {
        status = tl_release_status(&release);
        write_log(policy, settings, &cable, &release, NULL, result);
        if ((status == TL_OK || status == TL_DOUBT) && release.verdict != TL_VERDICT_DENIED) {
            result->release = bytes_of(release.bytes);
        }
    } else if (status == TL_INTERNAL) {
        write_log(policy, settings, &cable, NULL, err->slug, result);
    }
    tl_arena_release(&arena);
    return status;
}

int tearline_redact(const struct tearline_policy *policy, const struct tearline_options *options,
                    const void *cable, size_t len, struct tearline_result *result)
{
    struct settings settings;
    struct tl_err err = {0};
    const tl_slice bytes = {cable, len};
    *result = (struct tearline_result){0};
    enum tl_status status = read_options(policy->policy, options, &settings, &err);
    if (status == TL_OK && tl_slice_trim(bytes).len == 0) {
        status = tl_fail(&err, TL_DATA, "input.empty", "there is no cable in the input");
    } else if (status == TL_OK && len > TL_MAX_CABLE) {
        status = tl_fail(&err, TL_DATA, "input.too_large", "the cable is larger than %d bytes", TL_MAX_CABLE);
    }
    if (status == TL_OK) {
        status = redact(policy->policy, &settings, bytes, result, &err);
    }
    (void)snprintf(result->message, sizeof(result->message), "%s", err.text);
    return (int)status;
}
