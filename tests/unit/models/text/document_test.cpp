#include "models/text/document.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "models/text/tree.hpp"
#include "tests/unit/models/text/document_fixture.hpp"

using namespace firedrill;

namespace {

// A folder of its own for one test, removed at the end.
struct TemporaryFolder {
  std::filesystem::path path;
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "firedrill-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path); }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream{path / name} << text;
    return (path / name).string();
  }
};

}  // namespace

TEST_CASE("every kind of value is read") {
  const Document document = parsed(R"(
      {"n": null, "t": true, "f": false, "x": -1.5e3, "s": "a\u00e4\n", "l": [1, []]})");
  const Node& root = document.root;
  REQUIRE(root.kind == NodeKind::object);
  REQUIRE(root.members.size() == 6);
  CHECK(root.members[3].first == "x");
  CHECK(root.find("n")->kind == NodeKind::null);
  CHECK(root.find("t")->boolean);
  CHECK(root.find("f")->kind == NodeKind::boolean);
  CHECK_FALSE(root.find("f")->boolean);
  CHECK(root.find("x")->number == -1500.0);
  CHECK(root.find("s")->string == "aä\n");
  REQUIRE(root.find("l")->items.size() == 2);
  CHECK(root.find("l")->items[1].kind == NodeKind::array);
  CHECK(root.find("l")->items[1].pointer == "/l/1");
  CHECK(root.find("missing") == nullptr);
}

TEST_CASE("every node knows the text it came from") {
  const std::string text = "{ \"a\" : [ 12 , \"b\\\"c\" , { } ] ,\n\t\"d/e~\" : true }";
  const Document document = parsed(text);
  const auto text_of = [&](const Node& node) {
    return text.substr(node.begin, node.end - node.begin);
  };
  const Node& list = *document.root.find("a");
  CHECK(text_of(document.root) == text);
  CHECK(text_of(list) == "[ 12 , \"b\\\"c\" , { } ]");
  CHECK(text_of(list.items[0]) == "12");
  CHECK(text_of(list.items[1]) == "\"b\\\"c\"");
  CHECK(text_of(list.items[2]) == "{ }");
  const Node& last = *document.root.find("d/e~");
  CHECK(last.pointer == "/d~1e~0");
  const Place place = place_of(last);
  CHECK(place.file == "a.json");
  CHECK(place.line == 2);
  CHECK(place.column == 11);
  CHECK(place.length == 4);
  CHECK(place.source_line == "\t\"d/e~\" : true }");
  const Place key = place_of_key(last);
  CHECK(key.column == 2);
  CHECK(key.length == 6);
  CHECK(place_of_key(list.items[0]).column == place_of(list.items[0]).column);
}

TEST_CASE("columns count characters and lines end before a carriage return") {
  const Document document = parsed("{\r\n  \"größe\": \"ü\",\r\n  \"list\": [\r\n    1]\r\n}\r\n");
  const Place place = place_of(*document.root.find("größe"));
  CHECK(place.line == 2);
  CHECK(place.column == 12);
  CHECK(place.length == 3);
  CHECK(place.source_line == "  \"größe\": \"ü\",");
  const Place list = place_of(*document.root.find("list"));
  CHECK(list.line == 3);
  CHECK(list.length == 1);  // up to the end of the line
}

TEST_CASE("a node made by a program has a pointer and no place") {
  Node node;
  node.pointer = "/a";
  const Place place = place_of(node);
  CHECK(place.line == 0);
  CHECK(place.file.empty());
  CHECK(place.pointer == "/a");
  CHECK(place_of_key(node).pointer == "/a");
}

TEST_CASE("an excerpt is one line of at most the limit") {
  const Document document = parsed("{\"a\": [1.50,\n  \"zwölf\", true]}");
  CHECK(excerpt(document.root) == "{\"a\":[1.5,\"zwölf\",true]}");
  CHECK(excerpt(document.root, 15) == "{\"a\":[1.5,\"zwö…");
  CHECK(excerpt(document.root.find("a")->items[0]) == "1.50");
  CHECK(excerpt(document.root.find("a")->items[1], 7) == "\"zwölf\"");
}

TEST_CASE("numbers print so that they read back as the same double") {
  CHECK(to_json(parsed("[0, -0, -0.0, 1.0, 1e3, 100, -7]").root) == "[0,0,0,1,1000,100,-7]");
  CHECK(to_json(parsed("[9007199254740993, 1e20]").root) ==
        "[9007199254740992,100000000000000000000]");
  CHECK(to_json(parsed("[0.1, 1e21, 1.5e-7, 5e-324]").root) == "[0.1,1e+21,1.5e-07,5e-324]");
  for (const std::string text :
       {"0.1", "1e21", "1.7976931348623157e308", "2.2250738585072014e-308", "5e-324",
        "123456789.125", "18446744073709551615", "-9223372036854775808", "0.30000000000000004",
        "999999999999999934464"}) {
    const double value = parsed(text).root.number;
    CHECK(parsed(to_json(parsed(text).root)).root.number == value);
  }
}

TEST_CASE("strings print with the escapes they need and no others") {
  CHECK(to_json(parsed(R"(["\"\\\/\b\f\n\r\t\u0000\u001f\u007fä\ud83d\ude00"])").root) ==
        "[\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\x7Fä😀\"]");
}

TEST_CASE("SHA-256 of the examples of FIPS 180-4") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("the digest is of the content and not of its layout") {
  const std::string digest = parsed(R"({"b": [1, 2.0], "a": {"d": "x", "c": null}})").digest();
  CHECK(digest == sha256_hex(R"({"a":{"c":null,"d":"x"},"b":[1,2]})"));
  CHECK(digest == parsed("{\"a\":{\"c\":null,\n\"d\":\"\\u0078\"},\"b\":[1e0,2]}").digest());
  CHECK(digest != parsed(R"({"b": [2, 1], "a": {"d": "x", "c": null}})").digest());
}

TEST_CASE("load_document reads a file") {
  const TemporaryFolder folder;
  const std::string path = folder.write("plan.json", "{\"a\": [1, }\n");
  CHECK(load_document(folder.write("good.json", "{\"a\": 1}"))->root.find("a")->number == 1.0);
  const Result<Document> broken = load_document(path);
  REQUIRE_FALSE(broken);
  CHECK(broken.error().front().place.file == path);
  CHECK(broken.error().front().code == "FD1004");
}

TEST_CASE("FD1001: unreadable files say why, and name the file that was probably meant") {
  const TemporaryFolder folder;
  folder.write("plan.json", "{}");
  const std::string wrong = (folder.path / "plam.json").string();
  const Result<Document> missing = load_document(wrong);
  REQUIRE_FALSE(missing);
  CHECK(render(missing.error().front()) ==
        "FD1001 " + wrong + ": cannot be read: No such file or directory; did you mean " +
            (folder.path / "plan.json").string() + "?\n");
  const Result<Document> is_folder = load_document(folder.path.string());
  REQUIRE_FALSE(is_folder);
  CHECK(is_folder.error().front().code == "FD1001");
  CHECK(is_folder.error().front().message == "cannot be read: it is a folder");
}
