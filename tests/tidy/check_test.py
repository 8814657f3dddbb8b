#!/usr/bin/env python3
"""Plants each violation in a tree of its own and sees that the tidy test finds it, and only it."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import check  # noqa: E402

HEADER = "// What it is.\n// Why it is so.\n// Example: none.\n#pragma once\n\n"
SOURCE = "// What it is.\n\n"


class TidyTest(unittest.TestCase):
    def findings(self, files):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for path, text in files.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text)
            return [text for _, _, text in check.check_tree(root)[1]]

    def assert_found(self, fragment, path, text):
        found = self.findings({path: text})
        self.assertEqual(len(found), 1, found)
        self.assertIn(fragment, found[0])

    def test_a_clean_tree_has_no_findings(self):
        self.assertEqual(self.findings({
            "models/base/a.hpp": HEADER + "int a();\n",
            "models/base/a.cpp": '#include "models/base/a.hpp"\n\nint a() { return 1; }\n',
            "scenarios/b.cpp": SOURCE + "Task b() {\n  const auto c = co_await d;\n}\n",
            "models/chance/c.cpp": SOURCE + "// unlike std::exp\nauto c = \"std::exp('\\\"'\";\n",
            "build/d.cpp": "int d; // TO" "DO\n",
            "docs/e.md": "a line of more than a hundred characters is " + "l" * 90 + "ong\n",
        }), [])

    def test_arrows(self):
        self.assert_found("must not include sim", "reports/a.cpp",
                          SOURCE + '#include "sim/calendar.hpp"\n')
        self.assert_found("must not include scenarios", "models/plan/a.cpp",
                          SOURCE + '#include "scenarios/world.hpp"\n')
        self.assert_found("must not include models/text", "models/base/a.cpp",
                          SOURCE + '#include "models/text/tree.hpp"\n')
        self.assert_found("must not include app", "sim/a.cpp",
                          SOURCE + '#include "app/output.hpp"\n')
        self.assert_found("by its path", "sim/a.cpp", SOURCE + '#include "calendar.hpp"\n')

    def test_own_header_first(self):
        found = self.findings({
            "sim/a.hpp": HEADER,
            "sim/a.cpp": '#include <vector>\n\n#include "sim/a.hpp"\n'})
        self.assertEqual(found, ["the own header comes first"])

    def test_awaits(self):
        for line in ("if (co_await a) {", "co_await Operation{world, 1};", "b(co_await a);",
                     "const auto x = co_await a(b);", "while (true) co_await a;",
                     "co_await [&] { return a; }();"):
            self.assert_found("full statement", "sim/a.cpp", SOURCE + line + "\n")

    def test_lengths(self):
        self.assert_found("at most 400", "sim/a.cpp", SOURCE + "int a;\n" * 400)
        self.assert_found("at most 400", "tests/unit/a_test.cpp", "int a;\n" * 401)
        self.assert_found("at most 100", "sim/a.cpp", SOURCE + "int a" + "b" * 100 + ";\n")
        self.assert_found("at most 100", "tests/run", "#!/bin/bash\n#" + "b" * 100 + "\n")

    def test_function_lengths(self):
        for opening in ("int f() {", "A::A() : a_{1} {", "auto f(int a) const -> int {",
                        "int f(int a,\n      int b) noexcept {", "A::A()\n    : a_{1} {",
                        'TEST_CASE("a") {'):
            for count, found in ((58, []), (59, ["a function of 61 lines; at most 60"])):
                text = opening + "\n" + "  if (b) {\n" + "    c();\n" * (count - 2) + "  }\n}\n"
                self.assertEqual(self.findings({"sim/a.cpp": SOURCE + text}), found, opening)
        method = "class A {\n  void f() {\n" + "    c();\n" * 60 + "  }\n};\n"
        self.assert_found("a function of 62 lines", "sim/a.cpp", SOURCE + method)
        for opening in ("constexpr int a[] = {", "namespace firedrill {", "struct A final : B {",
                        "const std::array a{{"):
            self.assertEqual(self.findings({
                "sim/a.cpp": SOURCE + opening + "\n" + "  1,\n" * 90 + "};\n"}), [], opening)

    def test_headers(self):
        self.assert_found("#pragma once", "sim/a.hpp", HEADER.replace("#pragma once\n", ""))
        self.assert_found("opens with a comment", "sim/a.hpp", "// One.\n// Two.\n#pragma once\n")
        self.assert_found("opens with a comment", "sim/a.hpp", "// Long.\n" * 6 + HEADER)
        self.assert_found("opens with a comment", "sim/a.cpp", "int a;\n")

    def test_determinism(self):
        for line in ("auto a = steady_clock::now();", "std::random_device a;",
                     "auto a = std::time(nullptr);", "auto a = rand();"):
            self.assert_found("wall clock", "reports/a.cpp", SOURCE + line + "\n")
            self.assertEqual(self.findings({"app/a.cpp": SOURCE + line + "\n"}), [])
        for folder in ("sim", "models/chance", "models/fluid"):
            self.assert_found("libm", folder + "/a.cpp", SOURCE + "auto a = std::exp(1.0);\n")
        self.assert_found("std::*_distribution", "sim/a.cpp",
                          SOURCE + "std::normal_distribution a;\n")

    def test_types_of_one_name(self):
        found = self.findings({
            "sim/a.hpp": HEADER + "namespace firedrill {\nstruct Twice {\n};\n}\n",
            "sim/b.hpp": HEADER + "namespace firedrill {\nclass Twice final : A {\n};\n}\n",
            "sim/c.hpp": HEADER + "namespace firedrill::other {\nstruct Twice {\n};\n}\n",
            "sim/d.cpp": SOURCE + "namespace firedrill {\nnamespace {\nstruct Twice {\n};\n"
                                  "}  // namespace\nstruct Twice::Impl {\n};\n}\n"})
        self.assertEqual(found, ["sim/a.hpp defines a type firedrill::Twice, too"])

    def test_names_that_clash_in_one_unit(self):
        def source(*definitions):
            return SOURCE + "namespace {\n" + "\n".join(definitions) + "\n}  // namespace\n"

        def found(one, other, folder="sim"):
            return self.findings({f"{folder}/a.cpp": source(one), f"{folder}/b.cpp": source(other)})

        clashing = (
            ("constexpr int most = 1;", "constexpr double most = 2.0;"),
            ("struct Chart {\n};", "class Chart final : A {\n};"),
            ("using Json = nlohmann::json;", "using Json = nlohmann::ordered_json;"),
            ("int most(int a) {\n}", "int most(int b) {\n}"),
            ("std::array<int, 3> f(A::B a,\n                     C<int, D> c = {}) {\n}",
             "void f(A::B b, C<int, D> e) {\n}"),
            ("int most(int a) {\n}", "constexpr std::array<int, b()> most{1};"),
            ("template <class A>\nint f(A a) {\n}", "template <class A>\nint f(A b) {\n}"),
            ("constexpr int a = 1, most = 2;", "const char* const most =\n    text;"))
        for one, other in clashing:
            problems = found(one, other)
            self.assertEqual(len(problems), 1, (one, other, problems))
            self.assertIn("sim/a.cpp has a", problems[0])
        harmless = (
            ("using Json = nlohmann::json;", "using Json = nlohmann::json;"),
            ("int most(int a) {\n  int b = 1;\n}", "int most(double a) {\n  int b = 1;\n}"),
            ("int most(A& a) {\n}", "int most(const A& a) {\n}"),
            ("constexpr const char* a = R\"(\nmost of all)\";",
             "constexpr const char* b = R\"(\nmost of all)\";"),
            ("void A::f(int a) {\n}", "void B::f(int a) {\n}"))
        for one, other in harmless:
            self.assertEqual(found(one, other), [], (one, other))
        self.assertEqual(found("int a;", "int a;", "tests/bench"), [])
        self.assertEqual(len(found("int a;", "int a;", "tests/unit/sim")), 1)
        self.assertEqual(self.findings({"sim/a.cpp": source("int a;"),
                                        "app/a.cpp": source("int a;")}), [])

    def test_leftovers(self):
        self.assert_found("leftover", "sim/a.cpp", SOURCE + "// TO" "DO: later\n")
        self.assert_found("leftover", "docs/a.md", "FIX" "ME\n")
        self.assert_found("path of one machine", "sim/a.cpp", SOURCE + 'auto a = "/ho' 'me/a";\n')
        self.assert_found("path of one machine", "docs/a.md", "see /wo" "rk/there\n")
        self.assert_found("shared_ptr", "sim/a.cpp", SOURCE + "std::shared_ptr<int> a;\n")
        self.assert_found("white space", "sim/a.cpp", SOURCE + "int a; \n")


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=0).result
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(1 if bad else 0)
