"""The everyday jobs of an admin on a screen, key by key as docs/admins-day.md has them."""

from pytest import mark

from support import wait_until


def everything(day):
    """Every conversation, as the server shows it to an admin, by its id."""
    answer = day.sandbox.call("GET", "/support/conversations?limit=100", "admin").json["data"]
    return {one["_id"]: one for one in answer}


def agents(day):
    """The first name of who has each conversation."""
    return {
        key: (one["assignedSupportId"] or {}).get("first_name") for key, one in everything(day).items()}


def moved(day, before, count):
    """Waits until so many have another agent than before, and answers with who has them."""
    def news():
        return [agent for key, agent in agents(day).items() if before[key] != agent]

    return wait_until(lambda: news() if len(news()) == count else None, f"{count} to have moved")


@mark.job("See all, and whose work it is")
def test_all_are_seen_with_their_agents(admins_day):
    desk = admins_day.admins_desk()
    desk.key("4").shows("4 ALL 44", "Meera · waiting", "Ravi · ", "nobody · ")


@mark.job("Find the overloaded agent")
def test_who_has_too_much_is_found_in_the_team(admins_day):
    desk = admins_day.admins_desk()
    desk.key("6").shows("6 TEAM", "oldest", "Meera Iyer", "Kiran Patil", "Nobody")
    rows = [(line[3:7].strip(), line[26:]) for line in desk.text.splitlines()]
    active = {name.split()[0]: int(count) for count, name in rows if count.isdigit()}
    assert max(active, key=active.get) == "Ravi", desk.text


@mark.job("Reassign one")
def test_one_is_given_to_another_agent(admins_day):
    before = agents(admins_day)
    desk = admins_day.admins_desk()
    desk.key("a").shows("GIVE ", "> you").writes("kiran").rests().key("Enter")
    desk.shows("now belongs to Kiran Patil")
    assert moved(admins_day, before, 1) == ["Kiran"]


@mark.job("Reassign several")
def test_several_are_given_to_another_agent_and_each_is(admins_day):
    before = agents(admins_day)
    desk = admins_day.admins_desk()
    for turn in range(3):
        desk.key("Space", is_again=turn > 0).rests()
    desk.shows("3 marked").key("a").shows("MOVE 3 CHATS").writes("kiran").rests().key("Enter")
    desk.shows("GIVE TO Kiran", "3 visible of 3").rests().key("y")
    desk.shows("3 are now with Kiran", "takes all of it back")
    assert moved(admins_day, before, 3) == ["Kiran"] * 3


@mark.job("Watch without marking read")
def test_watching_leaves_nothing_behind(admins_day):
    before = everything(admins_day)
    desk = admins_day.admins_desk()
    desk.key("W").shows("no trace, polled every", "without a trace")
    desk.rests()
    assert everything(admins_day) == before


@mark.job("Take over, and give back")
def test_a_chat_is_taken_over_and_given_back(admins_day):
    before = agents(admins_day)
    desk = admins_day.admins_desk()
    desk.key("T").shows("Take ", " over from Ravi").rests().key("y").shows("REPLY to ")
    assert moved(admins_day, before, 1) == ["Asha"]
    desk.rests().key("Esc").hides("REPLY to ").rests().key("u").shows("belongs to Ravi")
    wait_until(lambda: agents(admins_day) == before, "it to be given back")


@mark.job("Read the statistics")
def test_the_statistics_have_bars(admins_day):
    desk = admins_day.admins_desk()
    desk.key("5").shows("5 STATISTICS", "44 conversations", "▇▇", "resolved", "Ravi Nair", "as of")


@mark.job("Filter by agent")
def test_the_list_is_filtered_by_an_agent(admins_day):
    desk = admins_day.admins_desk()
    desk.key("/").writes("agent:ravi").key("Enter").hides("Meera · ").shows("Ravi · ")


@mark.job("Close ten old chats")
def test_ten_old_chats_are_closed_after_a_question_with_their_names(admins_day):
    desk = admins_day.admins_desk()
    desk.key("/").writes("status:resolved older:3d").key("Enter").hides("waiting · ")
    desk.key("v").rests().key("G").rests().key("v").shows("10 marked").rests().key("s").shows("closed").rests().key("c")
    desk.shows("SET TO CLOSED", "10 that are marked").rests().key("y").shows("10 are now closed")
    assert sum(one["status"] == "closed" for one in everything(admins_day).values()) == 16


@mark.job("Undo three steps")
def test_three_steps_are_taken_back_one_by_one(admins_day):
    def statuses():
        return {key: one["status"] for key, one in everything(admins_day).items()}

    def changed():
        return sum(before[key] != status for key, status in statuses().items())

    before = statuses()
    desk = admins_day.admins_desk()
    steps = [("s r", "now resolved"), ("j s r", "now resolved"), ("j s c", "now closed")]
    for number, (keys, words) in enumerate(steps, 1):
        *way, last = keys.split()
        for key in way:
            desk.key(key).rests()
        desk.shows("on to the next").rests().key(last)
        # The words may still be those of the step before.
        wait_until(lambda: changed() == number, "one status more to be another")
        desk.shows(words).rests()
    for turn in range(3):
        desk.key("u", is_again=turn > 0).shows("Taken back")
        wait_until(lambda: changed() == 2 - turn, "one status more to be as it was")
        desk.rests()
    wait_until(lambda: statuses() == before, "every status to be as it was")
