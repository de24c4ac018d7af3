/* SPDX-License-Identifier: Apache-2.0 */
#include "support/program.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_WORDS = 40, NAMES_KEPT = 8, NAME_BYTES = 1024 };

static void must(bool is_so, const char *what, const char *path)
{
    if (!is_so) {
        fprintf(stderr, "cannot %s %s: %s\n", what, path, strerror(errno));
        abort();
    }
}

const char *program_path(void)
{
    const char *given = getenv("TEARLINE_PROGRAM");
    return given != NULL ? given : TL_TEST_PROGRAM;
}

void folder_make(struct folder *folder)
{
    (void)snprintf(folder->path, sizeof(folder->path), "%s/XXXXXX", TL_TEST_TMP);
    must(mkdtemp(folder->path) != NULL, "make", folder->path);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info;
    (void)kind;
    (void)walk;
    return remove(path);
}

void folder_remove(const struct folder *folder)
{
    must(nftw(folder->path, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0, "remove", folder->path);
}

static const char *joined(const char *dir, const char *name)
{
    static char kept[NAMES_KEPT][NAME_BYTES];
    static size_t next;
    char *path = kept[next++ % NAMES_KEPT];
    (void)snprintf(path, NAME_BYTES, "%s/%s", dir, name);
    return path;
}

const char *in_folder(const struct folder *folder, const char *name)
{
    return joined(folder->path, name);
}

const char *in_project(const char *name)
{
    return joined(TL_TEST_ROOT, name);
}

void file_put(const struct folder *folder, const char *name, tl_slice bytes)
{
    const char *path = in_folder(folder, name);
    FILE *file = fopen(path, "w");
    must(file != NULL, "create", path);
    must(bytes.len == 0 || fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len, "write", path);
    must(fclose(file) == 0, "close", path);
}

void file_put_text(const struct folder *folder, const char *name, const char *text)
{
    file_put(folder, name, tl_str(text));
}

bool file_exists(const struct folder *folder, const char *name)
{
    struct stat info;
    return lstat(in_folder(folder, name), &info) == 0;
}

unsigned file_mode(const struct folder *folder, const char *name)
{
    struct stat info;
    const char *path = in_folder(folder, name);
    must(stat(path, &info) == 0, "see", path);
    return info.st_mode & 07777U;
}

size_t folder_count(const char *path)
{
    size_t count = 0;
    DIR *dir = opendir(path);
    must(dir != NULL, "open", path);
    while (readdir(dir) != NULL) {
        count++;
    }
    (void)closedir(dir);
    return count - 2; /* . and .. */
}

void file_read(const char *path, struct tl_buf *out)
{
    unsigned char bytes[65536];
    size_t got;
    FILE *file = fopen(path, "r");
    must(file != NULL, "open", path);
    tl_buf_reset(out);
    while ((got = fread(bytes, 1, sizeof(bytes), file)) > 0) {
        tl_buf_add(out, (tl_slice){bytes, got});
    }
    must(ferror(file) == 0, "read", path);
    (void)fclose(file);
}

int program_run(const struct folder *folder, const struct spawn_request *request, struct spawn_result *result,
                const char *const *words)
{
    const char *argv[MOST_WORDS] = {program_path()};
    struct spawn_request full = request == NULL ? (struct spawn_request){0} : *request;
    for (size_t i = 0; words[i] != NULL; i++) {
        must(i + 2 < MOST_WORDS, "hold", words[i]);
        argv[i + 1] = words[i];
    }
    full.argv = argv;
    full.dir = folder == NULL ? NULL : folder->path;
    spawn(&full, result);
    return result->status;
}

bool buf_has(const struct tl_buf *buf, const char *text)
{
    return tl_slice_find(tl_buf_slice(buf), tl_str(text), 0) != TL_NONE;
}

bool buf_is(const struct tl_buf *buf, const char *text)
{
    return tl_slice_eq(tl_buf_slice(buf), tl_str(text));
}

bool buf_same(const struct tl_buf *a, const struct tl_buf *b)
{
    return tl_slice_eq(tl_buf_slice(a), tl_buf_slice(b));
}

const char *buf_text(struct tl_buf *buf)
{
    tl_buf_byte(buf, '\0');
    buf->len--;
    return (const char *)buf->ptr;
}
