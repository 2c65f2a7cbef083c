"""Works out from the walks of an index what they have covered, and what they have not."""

from spark_json import FIRST


class Coverage:
    """What the walks of an index have covered, over the whole or over the days of a snapshot."""

    def __init__(self, index, days=None):
        self.expired = (FIRST, FIRST if index.expired_before is None else index.expired_before)
        later, self.incomplete = [], []
        for walk in reversed(index.walks):
            window = walk["from"], walk["until"]
            if walk["is_filtered"]:
                continue
            if walk["complete"]:
                later = merged(later + [window])
            elif subtracted(window, later) and subtracted(window, [self.expired]):
                self.incomplete.insert(0, walk)
        self.covered = later
        attempted = merged(later + [(each["from"], each["until"]) for each in self.incomplete])
        if days:
            self.gaps = subtracted(days, attempted)
            self.incomplete = [each for each in self.incomplete if overlap(each, days)]
            self.covered = [
                (max(first, days[0]), min(last, days[1])) for first, last in later
                if max(first, days[0]) < min(last, days[1])]
        else:
            whole = (attempted[0][0], attempted[-1][1]) if attempted else (0, 0)
            self.gaps = [
                part for gap in subtracted(whole, attempted)
                for part in subtracted(gap, [self.expired])]


def overlap(walk, window):
    return max(walk["from"], window[0]) < min(walk["until"], window[1])


def merged(windows):
    result = []
    for first, last in sorted(windows):
        if result and first <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], last))
        else:
            result.append((first, last))
    return result


def subtracted(window, others):
    rest, start = [], window[0]
    for first, last in sorted(others):
        if first >= last:
            continue
        if first > start:
            rest.append((start, min(first, window[1])))
        start = max(start, last)
    rest.append((start, window[1]))
    return [(first, last) for first, last in rest if first < last]
