/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "policy/validator.h"

struct row {
    enum tl_validator validator;
    bool passes;
    const char *text;
};

static const struct row rows[] = {
    {TL_VALIDATOR_NONE, true, "anything"},
    {TL_VALIDATOR_LUHN, true, "4111 1111 1111 1111"},
    {TL_VALIDATOR_LUHN, true, "4012-8888-8888-1881"},
    {TL_VALIDATOR_LUHN, true, "378282246310005"},
    {TL_VALIDATOR_LUHN, true,
     "4111\xc2\xa0"
     "1111 1111 1111"},
    {TL_VALIDATOR_LUHN, false, "4111 1111 1111 1112"},
    {TL_VALIDATOR_LUHN, false, "4111x1111 1111 1111"},
    {TL_VALIDATOR_LUHN, false, "0"},
    {TL_VALIDATOR_LUHN, false, ""},
    {TL_VALIDATOR_MOD97, true, "GB82 WEST 1234 5698 7654 32"},
    {TL_VALIDATOR_MOD97, true, "de89370400440532013000"},
    {TL_VALIDATOR_MOD97, true, "NO93-8601-1117-947"},
    {TL_VALIDATOR_MOD97, false, "GB82 WEST 1234 5698 7654 33"},
    {TL_VALIDATOR_MOD97, false, "GB82"},
    {TL_VALIDATOR_MOD97, false, "1282WEST12345698765432"},
    {TL_VALIDATOR_MRZ, true,
     "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"},
    {TL_VALIDATOR_MRZ, true, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"},
    {TL_VALIDATOR_MRZ, false, "L898902C36UTO7408122F1204159ZE184226B<<<<<11"},
    {TL_VALIDATOR_MRZ, false, "L898902C46UTO7408122F1204159ZE184226B<<<<<10"},
    {TL_VALIDATOR_MRZ, true,
     "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"},
    {TL_VALIDATOR_MRZ, true, "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"},
    {TL_VALIDATOR_MRZ, true,
     "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<"},
    {TL_VALIDATOR_MRZ, false, "P<UTO"},
    {TL_VALIDATOR_US_SSN, true, "123-45-6789"},
    {TL_VALIDATOR_US_SSN, true, "123 45 6012"},
    {TL_VALIDATOR_US_SSN, true, "123451001"},
    {TL_VALIDATOR_US_SSN, false, "000-45-6789"},
    {TL_VALIDATOR_US_SSN, false, "666-45-6789"},
    {TL_VALIDATOR_US_SSN, false, "900-45-6789"},
    {TL_VALIDATOR_US_SSN, false, "123-00-6789"},
    {TL_VALIDATOR_US_SSN, false, "123-45-0000"},
    {TL_VALIDATOR_US_SSN, false, "078-05-1120"},
    {TL_VALIDATOR_US_SSN, false, "123-45-678"},
    {TL_VALIDATOR_IPV4, true, "192.168.1.1"},
    {TL_VALIDATOR_IPV4, true, "10.0.0.0/8"},
    {TL_VALIDATOR_IPV4, false, "10.0.0.0/33"},
    {TL_VALIDATOR_IPV4, false, "256.1.1.1"},
    {TL_VALIDATOR_IPV4, false, "1.2.3"},
    {TL_VALIDATOR_IPV4, false, "1.2.3.4.5"},
    {TL_VALIDATOR_IPV6, true, "2001:db8::1"},
    {TL_VALIDATOR_IPV6, true, "fe80::1%eth0"},
    {TL_VALIDATOR_IPV6, true, "2001:db8::/32"},
    {TL_VALIDATOR_IPV6, true, "::ffff:192.0.2.1"},
    {TL_VALIDATOR_IPV6, false, "2001:db8::1::2"},
    {TL_VALIDATOR_IPV6, false, "12:30"},
    {TL_VALIDATOR_DATE, true, "2008-11-07"},
    {TL_VALIDATOR_DATE, true, "20081107"},
    {TL_VALIDATOR_DATE, true, "11/07/2008"},
    {TL_VALIDATOR_DATE, true, "31.12.1999"},
    {TL_VALIDATOR_DATE, true, "7 NOV 08"},
    {TL_VALIDATOR_DATE, true, "07NOV2008"},
    {TL_VALIDATOR_DATE, true, "November 7, 2008"},
    {TL_VALIDATOR_DATE, true, "November 7th, 2008"},
    {TL_VALIDATOR_DATE, true, "29 FEB 2008"},
    {TL_VALIDATOR_DATE, false, "29 FEB 2007"},
    {TL_VALIDATOR_DATE, false, "2008-13-40"},
    {TL_VALIDATOR_DATE, true, "November 2008"},
    {TL_VALIDATOR_DATE, true, "June 13th"},
    {TL_VALIDATOR_DATE, true, "05-May"},
    {TL_VALIDATOR_DATE, true, "2024-03-15T14:30:00.123Z"},
    {TL_VALIDATOR_DATE, false, "2024-13-15T14:30:00Z"},
    {TL_VALIDATOR_DATE, false, "June 31"},
    {TL_VALIDATOR_DATE, false, "May 123"},
    {TL_VALIDATOR_DATE, false, "12"},
    {TL_VALIDATOR_DATE, false, "soon"},
};

Test(policy_validator, what_passes_and_what_does_not)
{
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        cr_expect(tl_validator_check(rows[i].validator, tl_str(rows[i].text)) == rows[i].passes, "%s %s",
                  tl_validator_name(rows[i].validator), rows[i].text);
    }
}

/* Every serial and every group: no layout is left out. */
Test(policy_validator, every_social_security_number_shape_passes)
{
    char text[16];
    for (unsigned serial = 1; serial <= 9999; serial++) {
        snprintf(text, sizeof(text), "123-45-%04u", serial);
        cr_expect(tl_validator_check(TL_VALIDATOR_US_SSN, tl_str(text)), "%s", text);
    }
    for (unsigned area = 1; area < 900; area++) {
        snprintf(text, sizeof(text), "%03u-45-6789", area);
        cr_expect(tl_validator_check(TL_VALIDATOR_US_SSN, tl_str(text)) == (area != 666), "%s", text);
    }
}

Test(policy_validator, names_go_both_ways)
{
    for (size_t i = TL_VALIDATOR_LUHN; i <= TL_VALIDATOR_DATE; i++) {
        enum tl_validator found = TL_VALIDATOR_NONE;
        cr_expect(tl_validator_find(tl_str(tl_validator_name((enum tl_validator)i)), &found));
        cr_expect(found == (enum tl_validator)i);
    }
    enum tl_validator none;
    cr_expect(!tl_validator_find(TL_LIT("none"), &none));
}

Test(policy_validator, long_and_odd_texts_end)
{
    char text[5000];
    memset(text, '1', sizeof(text));
    for (size_t i = 0; i <= TL_VALIDATOR_DATE; i++) {
        (void)tl_validator_check((enum tl_validator)i, (tl_slice){(const unsigned char *)text, sizeof(text)});
        (void)tl_validator_check((enum tl_validator)i, (tl_slice){(const unsigned char *)"\0\0\0", 3});
        (void)tl_validator_check((enum tl_validator)i, (tl_slice){(const unsigned char *)"\xc2", 1});
    }
}
