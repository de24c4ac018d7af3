/* SPDX-License-Identifier: Apache-2.0 */
/* The options of `redact` and `check` that say how inputs are read, and by how many. */
#ifndef TL_CLI_STREAM_OPTIONS_H
#define TL_CLI_STREAM_OPTIONS_H

#include "cli/options.h"
#include "pipeline/jsonl.h"
#include "pipeline/stream.h"

/* Their positions in a command's table. */
struct tl_stream_options {
    size_t frame, jobs, max_cable, text_field, id_field, keep_fields;
};

/* Their rows, for a command's table. */
#define TL_FRAME_ROW                                                                                         \
    {                                                                                                        \
        "frame", 0, "auto|file|zczc|nul|len32|jsonl",                                                        \
            "how cables follow each other in an input; default auto; see\nbelow"                             \
    }
#define TL_JOBS_ROW                                                                                          \
    {                                                                                                        \
        "jobs", 'j', "N",                                                                                    \
            "how many cables are worked on at a time; default: as many\nas there are processors"             \
    }
#define TL_MAX_CABLE_ROW                                                                                     \
    {                                                                                                        \
        "max-cable", 0, "SIZE",                                                                              \
            "the largest cable, in bytes or with K, M or G; default 16M.\nWhat is larger is denied"          \
    }
#define TL_TEXT_FIELD_ROW                                                                                    \
    {                                                                                                        \
        "text-field", 0, "NAME", "jsonl: the field that is the cable; default text"                          \
    }
#define TL_ID_FIELD_ROW                                                                                      \
    {                                                                                                        \
        "id-field", 0, "NAME", "jsonl: an identifier that stays with the cable"                              \
    }
#define TL_KEEP_FIELDS_ROW                                                                                   \
    {                                                                                                        \
        "keep-fields", 0, "A,B",                                                                             \
            "jsonl: fields that stay; they are text at the level of the\nwhole cable.  All others are "      \
            "dropped"                                                                                        \
    }

/* What the help says of framings. */
#define TL_FRAME_HELP                                                                                        \
    "Framings, for each input by itself; the output is framed as the input:\n"                               \
    "  file    the input is one cable\n"                                                                     \
    "  zczc    from a line ZCZC or VZCZC to a line NNNN.  A start inside a cable rejects it up to\n"         \
    "          the next end; what stands between cables is rejected.  Only for makers you trust:\n"          \
    "          a planted end with a planted start behind it makes two cables\n"                              \
    "  nul     up to a NUL byte, the last one too\n"                                                         \
    "  len32   a length in four bytes, most significant first, and as many bytes; a bad length\n"            \
    "          ends the input\n"                                                                             \
    "  jsonl   one JSON object a line; see --text-field, --id-field, --keep-fields\n"                        \
    "  auto    zczc when the first line that is not blank is a start with a routing, DE or ZNY\n"            \
    "          line within six lines, and some NNNN line is followed by another start; else file.\n"         \
    "          Looks no further than --max-cable, and waits that long: say --frame for a pipe\n"             \
    "          that stays open\n"                                                                            \
    "What is no whole cable, or too large, is rejected: logged, told, never output, status 65.\n"            \
    "SIGTERM and SIGINT: no more is read, and what is in hand is finished; status 75 when\n"                 \
    "something was cut off by that.  A second one ends the run at once."

struct tl_stream_settings {
    struct tl_stream stream;       /* with the operands as inputs */
    struct tl_jsonl_fields fields; /* arena */
};

/* Reads the options, and the operands (common.h, tl_open_inputs). */
enum tl_status tl_open_stream(struct tl_arena *arena, struct tl_args *args,
                              const struct tl_stream_options *options, struct tl_stream_settings *out);

#endif
