"""What the readers of the load test ask for: as a dashboard, a sync and people at the page do."""
import random
import urllib.error

from load_ground import Broken

PAGE = 100


def paths(ground, seed):
    """Paths in a random order, each kind as often as its weight says; each was answered once."""
    chance = random.Random(seed)
    asked = []
    for weight, of_kind in kinds(ground, chance):
        try:
            ground.get(of_kind[0])
        except (urllib.error.URLError, ConnectionError) as error:
            words = error.read().decode(errors="replace") if hasattr(error, "read") else ""
            raise Broken(f"{of_kind[0]}: {error} {words}") from error
        asked += chance.choices(of_kind, k=weight * 50)
    chance.shuffle(asked)
    return asked


def kinds(ground, chance):
    """Each kind of request with its weight and some paths."""
    held = ground.held().activities
    some = chance.sample(ground.records("--limit", "20000"), 200)
    some += ground.records("--since", "2025-12-20", "--limit", "200")
    ids = [record["id"] for record in some]
    people = [record["payload"]["person_id"] for record in some]
    templates = [record["payload"]["sequence_template_id"] for record in some[:5]]
    deep = [chance.randrange(1, held // PAGE) for _ in range(200)]
    near = [chance.randrange(1, 50) for _ in range(50)]
    list_path = "/v1/activities?"
    yield 4, [list_path + "size=50"]
    yield 2, [f"{list_path}sort_order={order}&size={PAGE}&page={page}"
              for page in deep for order in ("ASC", "DESC")]
    yield 4, [f"{list_path}person_id={person}" for person in people]
    yield 1, [f"{list_path}sequence_template_id={template}&size={PAGE}" for template in templates]
    yield 2, [f"{list_path}channel={channel}&page={page}"
              for channel in ("EMAIL", "LINKEDIN") for page in near]
    yield 2, [f"{list_path}event_type=REPLIED&sort_order=ASC&size={PAGE}&page={page}" for page in near]
    yield 2, [f"{list_path}created_at_after={record['created_at']}&sort_order=ASC&size={PAGE}"
              for record in some]
    yield 4, [f"/v1/activities/{each}" for each in ids]
    yield 1, [f"/data/activities/{each}" for each in ids]
    yield 2, [f"/data/activities?person_id={person}&limit=50" for person in people]
    yield 1, [f"/data/activities?pattern={word}&limit=20" for word in ("INTERESTED", "linkedin", "bounce")]
    yield 2, ["/data/overview"]
    yield 1, ["/"]
