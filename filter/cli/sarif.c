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

void tl_sarif_version(struct tl_json *json)
{
    tl_json_put_str(json, "semanticVersion", TEARLINE_VERSION);
    tl_json_put_str(json, "version", TEARLINE_VERSION);
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
