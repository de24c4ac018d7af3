/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/seal.h"

#include <jansson.h>
#include <limits.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/json.h"
#include "base/utf8.h"
#include "ledger/keys.h"
#include "ledger/pem.h"

enum { PADDING = 1024 };

struct tl_seal {
    STACK_OF(X509) * certificates;
};

struct tl_seal_key {
    EVP_PKEY *key;
    X509 *certificate;
};

/* --- sealing */

struct tl_seal *tl_seal_new(void)
{
    struct tl_seal *seal = calloc(1, sizeof(*seal));
    if (seal == NULL) {
        tl_out_of_memory();
    }
    seal->certificates = sk_X509_new_null();
    TL_CHECK(seal->certificates != NULL);
    return seal;
}

void tl_seal_free(struct tl_seal *seal)
{
    if (seal != NULL) {
        sk_X509_pop_free(seal->certificates, X509_free);
        free(seal);
    }
}

/* Adds a recipient; RSA with OAEP and SHA-256. */
static bool add_recipient(CMS_ContentInfo *cms, X509 *certificate)
{
    CMS_RecipientInfo *recipient = CMS_add1_recipient_cert(cms, certificate, CMS_KEY_PARAM);
    if (recipient == NULL) {
        return false;
    }
    if (EVP_PKEY_get_base_id(X509_get0_pubkey(certificate)) != EVP_PKEY_RSA) {
        return true;
    }
    EVP_PKEY_CTX *context = CMS_RecipientInfo_get0_pkey_ctx(recipient);
    return context != NULL && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) > 0 &&
           EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) > 0 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) > 0;
}

/* CMS of a text in DER, or false when some recipient cannot be encrypted to. */
static bool encrypt(STACK_OF(X509) * certificates, tl_slice text, struct tl_buf *out)
{
    unsigned char *der = NULL;
    int length = -1;
    BIO *bio = tl_bio_of(text);
    CMS_ContentInfo *cms = CMS_encrypt(NULL, NULL, EVP_aes_256_gcm(), CMS_BINARY | CMS_PARTIAL);
    bool is_good = cms != NULL;
    for (int i = 0; is_good && i < sk_X509_num(certificates); i++) {
        is_good = add_recipient(cms, sk_X509_value(certificates, i));
    }
    if (is_good && CMS_final(cms, bio, NULL, CMS_BINARY) == 1) {
        length = i2d_CMS_ContentInfo(cms, &der);
    }
    if (length > 0) {
        tl_buf_add(out, (tl_slice){der, (size_t)length});
    }
    OPENSSL_free(der);
    CMS_ContentInfo_free(cms);
    BIO_free(bio);
    ERR_clear_error();
    return length > 0;
}

enum tl_status tl_seal_add(struct tl_seal *seal, tl_slice pem, const char *name, struct tl_err *err)
{
    struct tl_buf trial = {0};
    STACK_OF(X509) *alone = sk_X509_new_null();
    X509 *certificate = tl_pem_certificate(pem);
    enum tl_status status = TL_OK;
    TL_CHECK(alone != NULL);
    if (certificate == NULL) {
        status = tl_fail(err, TL_CONFIG, "seal.certificate", "%s is no certificate in PEM", name);
    } else {
        TL_CHECK(sk_X509_push(alone, certificate) > 0);
        if (!encrypt(alone, TL_LIT("trial"), &trial)) {
            status =
                tl_fail(err, TL_CONFIG, "seal.certificate",
                        "nothing can be encrypted to the key in %s; take one with an RSA key or a key of "
                        "an elliptic curve such as P-256",
                        name);
        }
    }
    if (status == TL_OK) {
        TL_CHECK(sk_X509_push(seal->certificates, certificate) > 0);
    } else {
        X509_free(certificate);
    }
    sk_X509_free(alone);
    tl_buf_release(&trial);
    ERR_clear_error();
    return status;
}

struct tl_words tl_seal_ids(const struct tl_seal *seal, struct tl_arena *arena)
{
    const size_t count = (size_t)sk_X509_num(seal->certificates);
    tl_slice *ids = tl_arena_alloc(arena, count, sizeof(*ids));
    for (size_t i = 0; i < count; i++) {
        struct tl_hash hash;
        char hex[TL_HEX];
        unsigned length = 0;
        TL_CHECK(X509_digest(sk_X509_value(seal->certificates, (int)i), EVP_sha256(), hash.bytes, &length) ==
                     1 &&
                 length == TL_HASH);
        ids[i] = tl_arena_dup(arena, tl_str(tl_hash_hex(&hash, hex)));
    }
    return (struct tl_words){ids, count};
}

static void put_hash(struct tl_json *json, const struct tl_hash *hash)
{
    char hex[TL_HEX];
    tl_json_put_str(json, TL_KEY_ORIGINAL_SHA256, tl_hash_hex(hash, hex));
}

static void put_content(const struct tl_release *release, uint64_t cable, const struct tl_hash *original,
                        struct tl_buf *out)
{
    struct tl_json json = {.out = out};
    struct tl_buf hex = {0};
    tl_json_object(&json);
    tl_json_put_int(&json, TL_KEY_CABLE, cable);
    tl_json_key(&json, TL_KEY_CHANGES);
    tl_json_array(&json);
    for (size_t i = 0; i < release->edits.count; i++) {
        const tl_slice text = tl_span_of(release->cable->bytes, release->edits.items[i].in);
        tl_json_object(&json);
        tl_json_put_int(&json, TL_KEY_SEQ, i + 1);
        if (tl_utf8_valid(text)) {
            tl_json_put_slice(&json, TL_KEY_TEXT, text);
        } else {
            tl_buf_reset(&hex);
            tl_buf_hex(&hex, text);
            tl_json_put_slice(&json, TL_KEY_TEXT_HEX, tl_buf_slice(&hex));
        }
        tl_json_object_end(&json);
    }
    tl_json_array_end(&json);
    put_hash(&json, original);
    tl_json_object_end(&json);
    while (out->len % PADDING != 0) {
        tl_buf_byte(out, ' ');
    }
    if (hex.len > 0) {
        explicit_bzero(hex.ptr, hex.room);
    }
    tl_buf_release(&hex);
}

static void put_base64(struct tl_json *json, tl_slice bytes)
{
    struct tl_buf text = {0};
    TL_CHECK(bytes.len < INT_MAX / 2);
    unsigned char *room = tl_buf_room(&text, (bytes.len + 2) / 3 * 4 + 1);
    text.len = (size_t)EVP_EncodeBlock(room, bytes.ptr, (int)bytes.len);
    tl_json_put_slice(json, TL_KEY_CMS, tl_buf_slice(&text));
    tl_buf_release(&text);
}

void tl_seal_put(const struct tl_seal *seal, const struct tl_release *release, uint64_t cable,
                 struct tl_buf *out)
{
    struct tl_buf content = {0};
    struct tl_buf der = {0};
    struct tl_json json = {.out = out};
    const struct tl_hash original = tl_sha256_one(release->cable->bytes);
    put_content(release, cable, &original, &content);
    TL_CHECK(encrypt(seal->certificates, tl_buf_slice(&content), &der));
    tl_json_object(&json);
    tl_json_put_int(&json, TL_KEY_CABLE, cable);
    put_base64(&json, tl_buf_slice(&der));
    put_hash(&json, &original);
    tl_json_object_end(&json);
    tl_buf_byte(out, '\n');
    explicit_bzero(content.ptr, content.room);
    tl_buf_release(&content);
    tl_buf_release(&der);
}

/* --- opening */

enum tl_status tl_seal_key_read(tl_slice key_pem, const char *key_name, tl_slice cert_pem,
                                const char *cert_name, struct tl_seal_key **out, struct tl_err *err)
{
    EVP_PKEY *key = tl_pem_private_key(key_pem);
    X509 *certificate = tl_pem_certificate(cert_pem);
    enum tl_status status = TL_OK;
    if (key == NULL) {
        status = tl_fail(err, TL_CONFIG, "seal.key", "%s is no private key in PEM without a pass phrase",
                         key_name);
    } else if (certificate == NULL) {
        status = tl_fail(err, TL_CONFIG, "seal.certificate", "%s is no certificate in PEM", cert_name);
    } else if (X509_check_private_key(certificate, key) != 1) {
        status = tl_fail(err, TL_CONFIG, "seal.key", "the key %s is not that of the certificate %s", key_name,
                         cert_name);
    }
    ERR_clear_error();
    if (status != TL_OK) {
        EVP_PKEY_free(key);
        X509_free(certificate);
        return status;
    }
    *out = calloc(1, sizeof(**out));
    if (*out == NULL) {
        tl_out_of_memory();
    }
    **out = (struct tl_seal_key){key, certificate};
    return TL_OK;
}

void tl_seal_key_free(struct tl_seal_key *key)
{
    if (key != NULL) {
        EVP_PKEY_free(key->key);
        X509_free(key->certificate);
        free(key);
    }
}

static tl_slice string_of(const json_t *value)
{
    return (tl_slice){(const unsigned char *)json_string_value(value), json_string_length(value)};
}

static json_t *parse(tl_slice text)
{
    return json_loadb((const char *)text.ptr, text.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
}

uint64_t tl_seal_cable(tl_slice line)
{
    json_t *object = parse(line);
    const json_int_t cable = json_integer_value(json_object_get(object, TL_KEY_CABLE));
    const bool is_sealed = json_is_string(json_object_get(object, TL_KEY_CMS)) && cable > 0;
    json_decref(object);
    return is_sealed ? (uint64_t)cable : 0;
}

static bool decode_base64(tl_slice text, struct tl_buf *out)
{
    size_t padding = 0;
    if (text.len == 0 || text.len % 4 != 0 || text.len > INT_MAX) {
        return false;
    }
    padding = (size_t)(text.ptr[text.len - 1] == '=') + (size_t)(text.ptr[text.len - 2] == '=');
    const int length = EVP_DecodeBlock(tl_buf_room(out, text.len), text.ptr, (int)text.len);
    out->len = length < (int)padding ? 0 : (size_t)length - padding;
    return out->len > 0;
}

/* What is in the CMS, or false. */
static bool decrypt(const struct tl_seal_key *key, tl_slice der, struct tl_buf *out)
{
    const unsigned char *at = der.ptr;
    CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)der.len);
    BIO *bio = BIO_new(BIO_s_mem());
    char *bytes = NULL;
    TL_CHECK(bio != NULL);
    const bool is_good = cms != NULL && at == der.ptr + der.len &&
                         CMS_decrypt(cms, key->key, key->certificate, NULL, bio, CMS_BINARY) == 1;
    const long length = BIO_get_mem_data(bio, &bytes);
    if (is_good && length > 0) {
        tl_buf_add(out, (tl_slice){(unsigned char *)bytes, (size_t)length});
    }
    if (length > 0) {
        explicit_bzero(bytes, (size_t)length);
    }
    CMS_ContentInfo_free(cms);
    BIO_free(bio);
    ERR_clear_error();
    return is_good && length > 0;
}

static bool take_texts(struct tl_arena *arena, const json_t *content, struct tl_sealed *out)
{
    const json_t *list = json_object_get(content, TL_KEY_CHANGES);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *change = json_array_get(list, i);
        const json_t *text = json_object_get(change, TL_KEY_TEXT);
        const json_t *hex = json_object_get(change, TL_KEY_TEXT_HEX);
        struct tl_buf bytes = {0};
        struct tl_sealed_text *sealed = TL_PUSH(arena, &out->list);
        sealed->change = (uint64_t)json_integer_value(json_object_get(change, TL_KEY_SEQ));
        bool is_good = json_is_string(text) != json_is_string(hex);
        if (json_is_string(text)) {
            sealed->text = tl_arena_dup(arena, string_of(text));
        } else if (is_good) {
            is_good = tl_buf_unhex(&bytes, string_of(hex));
            sealed->text = tl_arena_dup(arena, tl_buf_slice(&bytes));
        }
        tl_buf_release(&bytes);
        if (!is_good) {
            return false;
        }
    }
    return json_is_array(list);
}

enum tl_status tl_seal_open(const struct tl_seal_key *key, struct tl_arena *arena, tl_slice line,
                            struct tl_sealed *out, struct tl_err *err)
{
    struct tl_buf der = {0};
    struct tl_buf content = {0};
    enum tl_status status = TL_OK;
    json_t *object = parse(line);
    json_t *inside = NULL;
    if (!json_is_object(object) || !decode_base64(string_of(json_object_get(object, TL_KEY_CMS)), &der)) {
        status = tl_fail(err, TL_DATA, "seal.form", "this is no line of a sealed file");
    } else if (!decrypt(key, tl_buf_slice(&der), &content)) {
        status = tl_fail(err, TL_NO, "seal.open",
                         "the key does not open what is sealed: it was sealed for others, or was changed");
    } else {
        inside = parse(tl_buf_slice(&content));
        if (json_integer_value(json_object_get(inside, TL_KEY_CABLE)) !=
                json_integer_value(json_object_get(object, TL_KEY_CABLE)) ||
            !tl_slice_eq(string_of(json_object_get(inside, TL_KEY_ORIGINAL_SHA256)),
                         string_of(json_object_get(object, TL_KEY_ORIGINAL_SHA256))) ||
            !take_texts(arena, inside, out)) {
            status = tl_fail(err, TL_NO, "seal.open", "what is sealed here is of another cable");
        }
    }
    if (content.len > 0) {
        explicit_bzero(content.ptr, content.room);
    }
    json_decref(inside);
    json_decref(object);
    tl_buf_release(&content);
    tl_buf_release(&der);
    return status;
}
