"""Where an archive lies: a folder of this machine, or a URL of a file system that Spark knows."""

import heapq
import os
import stat

MAXIMUM_DEPTH = 8
BUNDLE = 16 << 20  # bytes of segments that a task takes


class CannotVerify(Exception):
    """Why there is nothing to verify."""


class Unreadable(Exception):
    """Why a segment's bytes cannot be had: the kind of finding, and the words."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


class LocalPlace:
    """A folder; on a cluster, one that every machine has at the same path.

    Nothing is read through a symbolic link.
    """

    unseen = ()

    def __init__(self, root):
        self.root = os.path.abspath(root)
        if os.path.isfile(self.full("bagit.txt")) and not self.exists("index.ndjson"):
            self.root = self.full("data")
        if not self.exists("index.ndjson") and not self.exists("checkpoint"):
            raise CannotVerify(f"{root} is no archive")

    def full(self, relative):
        return os.path.join(self.root, relative)

    def exists(self, relative):
        return os.path.lexists(self.full(relative))

    def read(self, relative):
        """The bytes of a file, or None; and whether something that is no file is in its place."""
        try:
            return read_file(self.root, relative), False
        except Unreadable as error:
            if error.kind == "segment_unreadable":
                raise CannotVerify(f"{self.full(relative)}: {error}") from error
            return None, error.kind == "path_unsafe"

    def listing(self, stream):
        """Path and kind of all that lies in a stream's folder and is no folder, by path; None if
        that is a link."""
        if os.path.islink(self.full(stream)):
            return None
        return list(self.below(stream, MAXIMUM_DEPTH)) if self.exists(stream) else []

    def below(self, relative, depth):
        with os.scandir(self.full(relative)) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            # A name that is no UTF-8 can be nobody's of an archive.
            name = os.fsencode(entry.name).decode("utf-8", "replace")
            path = f"{relative}/{name}"
            if entry.is_dir(follow_symlinks=False):
                if depth > 0 and "\ufffd" not in name:
                    yield from self.below(path, depth - 1)
                else:
                    yield path, "folder"
            else:
                yield path, "file" if entry.is_file(follow_symlinks=False) else "other"

    def has_room(self, relative):
        """Whether a file can be there: only folders are on the way, and none is in its place."""
        parts = relative.split("/")
        for length in range(1, len(parts)):
            path = self.full("/".join(parts[:length]))
            if os.path.lexists(path) and (os.path.islink(path) or not os.path.isdir(path)):
                return False
        full = self.full(relative)
        return os.path.islink(full) or not os.path.isdir(full)

    def contents(self, spark, segments):
        """Each of the segments with a function that reads its file, to be called on an executor."""
        root, context = self.root, spark.sparkContext
        made = bundles(segments, 2 * context.defaultParallelism)
        # A task for each of them.
        rows = context.parallelize(made, max(1, len(made))).flatMap(lambda bundle: bundle)
        return rows.map(lambda segment: (segment, lambda: read_file(root, segment["path"])))


def bundles(segments, least):
    """The segments in so many bundles at least, if there are so many, of much the same bytes."""
    size = sum(segment["size"] for segment in segments)
    number = min(len(segments), max(least, size // BUNDLE))
    made = [(0, place, []) for place in range(number)]
    for segment in sorted(segments, key=lambda segment: -segment["size"]):
        smallest, place, bundle = made[0]
        bundle.append(segment)
        heapq.heapreplace(made, (smallest + segment["size"], place, bundle))
    return [bundle for _, _, bundle in made]


def read_file(root, relative):
    """The bytes of a file that is reached through folders alone; raises Unreadable."""
    descriptors = [os.open(root, os.O_RDONLY | os.O_DIRECTORY)]
    try:
        *folders, name = relative.split("/")
        for folder in folders:
            flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
            descriptors.append(os.open(folder, flags, dir_fd=descriptors[-1]))
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        descriptors.append(os.open(name, flags, dir_fd=descriptors[-1]))
        if not stat.S_ISREG(os.fstat(descriptors[-1]).st_mode):
            raise Unreadable("path_unsafe", "no file is in this place")
        with open(descriptors.pop(), "rb") as file:
            return file.read()
    except FileNotFoundError as error:
        message = "the index names this file, but it is not there"
        raise Unreadable("segment_missing", message) from error
    except OSError as error:
        # So Linux answers to a link, and to a link in a folder's place.
        is_link = error.errno in (40, 20)
        raise Unreadable("path_unsafe" if is_link else "segment_unreadable", str(error)) from error
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


class SparkPlace:
    """A URL: the driver lists and reads by Hadoop's file system, the executors by Spark's reader of
    whole files."""

    unseen = (
        "symbolic links, special files, folders without files, and names that Hadoop's file systems"
        " do not show, as it is no local path",)

    def __init__(self, spark, url):
        self.jvm = spark.sparkContext._jvm
        self.root = url.rstrip("/")
        path = self.path("")
        self.files = path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
        if self.exists("bagit.txt") and not self.exists("index.ndjson"):
            self.root += "/data"
        if not self.exists("index.ndjson") and not self.exists("checkpoint"):
            raise CannotVerify(f"{url} is no archive")
        self.prefix = self.files.makeQualified(self.path("")).toString().rstrip("/") + "/"

    def path(self, relative):
        return self.jvm.org.apache.hadoop.fs.Path(f"{self.root}/{relative}".rstrip("/"))

    def exists(self, relative):
        return self.files.exists(self.path(relative))

    def read(self, relative):
        path = self.path(relative)
        if not self.files.exists(path):
            return None, False
        if not self.files.getFileStatus(path).isFile():
            return None, True
        stream = self.files.open(path)
        try:
            return bytes(self.jvm.org.apache.commons.io.IOUtils.toByteArray(stream)), False
        finally:
            stream.close()

    def listing(self, stream):
        if not self.exists(stream):
            return []
        found, statuses = [], self.files.listFiles(self.path(stream), True)
        while statuses.hasNext():
            found.append((self.relative(statuses.next().getPath().toString()), "file"))
        return sorted(found)

    def relative(self, url):
        return url.removeprefix(self.prefix)

    def has_room(self, relative):
        parts = relative.split("/")
        folders = [self.path("/".join(parts[:length])) for length in range(1, len(parts))]
        is_blocked = any(
            self.files.exists(each) and self.files.getFileStatus(each).isFile() for each in folders)
        path = self.path(relative)
        is_folder = self.files.exists(path) and not self.files.getFileStatus(path).isFile()
        return not is_blocked and not is_folder

    def contents(self, spark, segments):
        by_path = spark.sparkContext.broadcast({segment["path"]: segment for segment in segments})
        streams = sorted({segment["stream"] for segment in segments})
        if not streams:
            return spark.sparkContext.emptyRDD()
        files = spark.read.format("binaryFile").option("recursiveFileLookup", "true")
        files = files.option("pathGlobFilter", "*.ndjson.gz")
        # Spark takes what is in brackets and the like for a pattern of names.
        root = "".join("\\" + each if each in "*?[]{}\\" else each for each in self.root)
        rows = files.load([f"{root}/{stream}" for stream in streams]).select("path", "content").rdd
        prefix = self.prefix

        def placed(row):
            segment = by_path.value.get(row.path.removeprefix(prefix))
            content = row.content
            return [] if segment is None else [(segment, lambda: bytes(content))]

        return rows.flatMap(placed)


def place_of(spark, name):
    """The place by a path or a URL."""
    return SparkPlace(spark, name) if "://" in name else LocalPlace(name)
