/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sarif.h"

#include "base/digest.h"
#include "tearline.h"

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

void tl_sarif_begin(struct tl_buf *out)
{
    tl_buf_str(out,
               "{\"$schema\":\"" SCHEMA "\",\"version\":\"2.1.0\",\"runs\":[{\n"
               "\"columnKind\":\"unicodeCodePoints\",\"originalUriBaseIds\":{\"%SRCROOT%\":{\"description\":"
               "{\"text\":\"The directory that the names of the command line start from.\"}}},\n"
               "\"tool\":{\"driver\":");
}

/* Kinds of notifications, by exit status (DESIGN 5). */
static const struct {
    enum tl_status status;
    const char *id;
    const char *text;
} faults[] = {
    {TL_INTERNAL, "run/internal", "An internal check failed."},
    {TL_IO, "run/io", "Reading or writing failed."},
    {TL_NOINPUT, "input/unreadable", "An input cannot be read: it is not there, or may not be read."},
    {TL_DATA, "input/malformed",
     "An input is not what it should be: empty, cut off, too large, badly framed."},
    {TL_TEMPORARY, "run/stopped", "The run was stopped before all was read."},
    {TL_CONFIG, "run/policy", "The policy cannot be applied."},
};

static size_t fault_of(enum tl_status status)
{
    for (size_t i = 0; i < TL_COUNT(faults); i++) {
        if (faults[i].status == status) {
            return i;
        }
    }
    return 0;
}

void tl_sarif_driver(struct tl_json *json, const char *name)
{
    tl_json_object(json);
    tl_json_put_str(json, "name", name);
    tl_json_key(json, "notifications");
    tl_json_array(json);
    for (size_t i = 0; i < TL_COUNT(faults); i++) {
        tl_json_object(json);
        tl_json_put_str(json, "id", faults[i].id);
        tl_sarif_text(json, "shortDescription", tl_str(faults[i].text));
        tl_json_object_end(json);
    }
    tl_json_array_end(json);
    tl_json_key(json, "rules");
    tl_json_array(json);
}

void tl_sarif_driver_end(struct tl_json *json)
{
    tl_json_array_end(json);
    tl_json_put_str(json, "semanticVersion", TEARLINE_VERSION);
    tl_json_put_str(json, "version", TEARLINE_VERSION);
    tl_json_object_end(json);
}

void tl_sarif_text(struct tl_json *json, const char *key, tl_slice text)
{
    tl_json_key(json, key);
    tl_json_object(json);
    tl_json_put_slice(json, "text", text);
    tl_json_object_end(json);
}

void tl_sarif_rule(struct tl_json *json, tl_slice id, tl_slice title, tl_slice help)
{
    tl_json_object(json);
    tl_sarif_text(json, "fullDescription", title);
    tl_sarif_text(json, "help", help);
    tl_json_put_slice(json, "id", id);
    tl_sarif_text(json, "shortDescription", title);
    tl_json_object_end(json);
}

/* What stands for itself in the path of a URI, but for ':' (RFC 3986, 3.3 and 4.2). */
static bool is_plain(unsigned char c)
{
    return tl_is_alnum(c) || (c != '\0' && strchr("-._~!$&'()*+,;=@/", c) != NULL);
}

void tl_sarif_uri(const char *path, struct tl_buf *uri)
{
    const char *name = strcmp(path, "-") == 0 ? "<stdin>" : path;
    if (name[0] == '/') {
        tl_buf_str(uri, "file://");
    }
    while (name[0] == '.' && name[1] == '/') {
        for (name += 2; *name == '/'; name++) {
        }
    }
    for (const char *c = name; *c != '\0'; c++) {
        if (*c == '/' && c[1] == '/') {
            continue;
        }
        if (is_plain((unsigned char)*c)) {
            tl_buf_byte(uri, (unsigned char)*c);
        } else {
            tl_buf_format(uri, "%%%02X", (unsigned)(unsigned char)*c);
        }
    }
}

void tl_sarif_artifact(struct tl_json *json, const char *path)
{
    struct tl_buf uri = {0};
    tl_sarif_uri(path, &uri);
    tl_json_key(json, "artifactLocation");
    tl_json_object(json);
    tl_json_put_slice(json, "uri", tl_buf_slice(&uri));
    if (path[0] != '/') {
        tl_json_put_str(json, "uriBaseId", "%SRCROOT%");
    }
    tl_json_object_end(json);
    tl_buf_release(&uri);
}

void tl_sarif_fingerprint(struct tl_json *json, tl_slice key)
{
    const struct tl_hash hash = tl_sha256_one(key);
    char hex[TL_HEX];
    tl_json_key(json, "partialFingerprints");
    tl_json_object(json);
    tl_json_put_str(json, "tearline/v1", tl_hash_hex(&hash, hex));
    tl_json_object_end(json);
}

static void put_fault_place(struct tl_json *json, const struct tl_sarif_fault *fault)
{
    tl_json_key(json, "locations");
    tl_json_array(json);
    tl_json_object(json);
    tl_json_key(json, "physicalLocation");
    tl_json_object(json);
    tl_sarif_artifact(json, fault->path);
    if (fault->has_place) {
        tl_json_key(json, "region");
        tl_json_object(json);
        tl_json_put_int(json, "byteLength", fault->length);
        tl_json_put_int(json, "byteOffset", fault->at);
        tl_json_object_end(json);
    }
    tl_json_object_end(json);
    tl_json_object_end(json);
    tl_json_array_end(json);
}

void tl_sarif_note(struct tl_json *json, const struct tl_sarif_fault *fault)
{
    tl_json_object(json);
    tl_json_key(json, "descriptor");
    tl_json_object(json);
    tl_json_put_str(json, "id", faults[fault_of(fault->status)].id);
    tl_json_put_int(json, "index", fault_of(fault->status));
    tl_json_object_end(json);
    tl_json_put_str(json, "level", "error");
    if (fault->path != NULL) {
        put_fault_place(json, fault);
    }
    tl_sarif_text(json, "message", fault->why);
    tl_json_key(json, "properties");
    tl_json_object(json);
    tl_json_put_str(json, "slug", fault->slug);
    tl_json_object_end(json);
    tl_json_object_end(json);
}
