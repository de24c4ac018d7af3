/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 and HMAC against the examples of FIPS 180-4 and RFC 4231, in any order and in any thread. */
#include <criterion/criterion.h>
#include <pthread.h>

#include "base/digest.h"

static bool is_hex(struct tl_hash hash, const char *hex)
{
    char text[TL_HEX];
    return strcmp(tl_hash_hex(&hash, text), hex) == 0;
}

static struct tl_hash hmac_of(tl_slice key, tl_slice text)
{
    const tl_slice parts[] = {tl_slice_sub(text, 0, 3), tl_slice_sub(text, 3, text.len)};
    return tl_hmac(key, parts, TL_COUNT(parts));
}

static bool holds_once(void)
{
    static const unsigned char long_key[131] = {0};
    unsigned char aa[131];
    memset(aa, 0xaa, sizeof(aa));
    const struct tl_hash zero = hmac_of((tl_slice){long_key, sizeof(long_key)}, TL_LIT("Hi There"));
    return is_hex(tl_sha256_one(TL_LIT("abc")),
                  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") &&
           is_hex(tl_sha256_one((tl_slice){NULL, 0}),
                  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") &&
           is_hex(
               hmac_of(
                   TL_LIT("\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"),
                   TL_LIT("Hi There")),
               "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7") &&
           is_hex(hmac_of(TL_LIT("Jefe"), TL_LIT("what do ya want for nothing?")),
                  "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843") &&
           is_hex(hmac_of((tl_slice){aa, sizeof(aa)},
                          TL_LIT("Test Using Larger Than Block-Size Key - Hash Key First")),
                  "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54") &&
           memcmp(zero.bytes, hmac_of(TL_LIT("Jefe"), TL_LIT("Hi There")).bytes, TL_HASH) != 0;
}

static void *hold(void *context)
{
    bool *is_right = context;
    for (size_t i = 0; i < 50; i++) {
        *is_right = *is_right && holds_once();
    }
    return NULL;
}

Test(digest, examples_hold_in_any_order_and_thread)
{
    pthread_t threads[4];
    bool are_right[TL_COUNT(threads) + 1] = {true, true, true, true, true};
    for (size_t i = 0; i < TL_COUNT(threads); i++) {
        cr_assert(pthread_create(&threads[i], NULL, hold, &are_right[i]) == 0);
    }
    (void)hold(&are_right[TL_COUNT(threads)]);
    for (size_t i = 0; i < TL_COUNT(threads); i++) {
        cr_assert(pthread_join(threads[i], NULL) == 0);
    }
    for (size_t i = 0; i < TL_COUNT(are_right); i++) {
        cr_expect(are_right[i], "thread %zu", i);
    }
}
