"""Solves an instance of a day's cover with HiGHS and prints {"objective", "bound", "ms"} as JSON.

Usage: highs.py FILE.json    (needs `pip install highspy`)
"""

import json
import sys
import time

import highspy


class Program:
    """A mixed-integer program, column by column and row by row."""

    def __init__(self):
        self.costs, self.whole = [], []
        self.lower, self.upper = [], []
        self.starts, self.columns, self.values = [0], [], []

    def column(self, cost, whole):
        self.costs.append(cost)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(self, lower, upper, terms):
        self.lower.append(lower)
        self.upper.append(upper)
        for column, value in terms:
            self.columns.append(column)
            self.values.append(value)
        self.starts.append(len(self.columns))

    def model(self):
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.costs), len(self.lower)
        lp.col_cost_ = self.costs
        lp.col_lower_, lp.col_upper_ = [0] * len(self.costs), [1] * len(self.costs)
        lp.row_lower_, lp.row_upper_ = self.lower, self.upper
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = self.starts, self.columns, self.values
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in self.whole]
        return lp


def program_of(day):
    infinity = highspy.kHighsInf
    program = Program()
    period = {lesson["id"]: lesson["period"] for lesson in day["lessons"]}
    cover = {lesson["id"]: [(program.column(cost, False), 1)] for lesson, cost in zip(day["lessons"], day["uncovered"])}
    taken, at_once, in_all = {}, {}, {}
    for staff, lesson, cost in day["candidates"]:
        column = taken[staff, lesson] = program.column(cost, True)
        cover[lesson].append((column, 1))
        at_once.setdefault((staff, period[lesson]), []).append((column, 1))
        in_all.setdefault(staff, []).append((column, 1))
    for terms in cover.values():
        program.row(1, 1, terms)
    for terms in at_once.values():
        program.row(-infinity, 1, terms)
    for staff, terms in in_all.items():
        steps = [(program.column(cost, False), -1) for cost in day["fairness_increments"][str(staff)]]
        program.row(0, 0, terms + steps)
    for first, second in day["doubles"]:
        for staff in in_all:
            if (staff, first) in taken and (staff, second) in taken:
                both = program.column(-day["double_bonus"], False)
                program.row(-infinity, 0, [(both, 1), (taken[staff, first], -1)])
                program.row(-infinity, 0, [(both, 1), (taken[staff, second], -1)])
    return program


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        day = json.load(file)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(program_of(day).model())
    start = time.perf_counter()
    solver.run()
    seconds = time.perf_counter() - start
    info = solver.getInfo()
    answer = {"objective": round(info.objective_function_value), "bound": info.mip_dual_bound, "ms": seconds * 1000}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
