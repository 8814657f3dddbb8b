#include "scenarios/codes_plan.hpp"

#include <array>

namespace firedrill {
namespace {

constexpr std::array plan_entries = std::to_array<CodeEntry>({
    {"FD3001", "A reference leads nowhere",
     "The file names a region, component, service, kind of data, role, objective, severity or step "
     "that does not exist. Correct the name, or add what it names.\n"
     "Example: {\"promote\": {\"database\": \"databse-replica\"}}."},
    {"FD3002", "A name is given twice",
     "Names are how parts refer to each other, so within one list, and among all parameter files, "
     "each must differ; the other place is shown. Rename one of the two.\n"
     "Example: two regions called \"us-east-1\"."},
    {"FD3003", "A circle",
     "Components that depend on each other, services that include each other or steps that wait "
     "for each other in a circle could never come up. The message names the whole circle; remove "
     "one of its links.\nExample: step \"a\" after \"b\", and \"b\" after \"a\"."},
    {"FD3004", "A region is missing",
     "A plan names between 1 and 64 regions, and clusters, databases, object stores and Prometheus "
     "stand in one of them.\nExample: {\"name\": \"bucket\", \"object_store\": {}} lacks "
     "\"region\"."},
    {"FD3005", "Primary and replica confused",
     "A replica follows a primary, not another replica and not itself. Data is protected by a "
     "replica, and a database's replica says how far it lags. Services write to a primary; only "
     "replicas are promoted, only primaries fenced.\n"
     "Example: {\"promote\": {\"database\": \"database-primary\"}}."},
    {"FD3006", "A component of the wrong kind",
     "The component that is named exists but cannot do what is asked of it here.\n"
     "Example: {\"promote\": {\"database\": \"bucket\"}}, where bucket is an object store."},
    {"FD3007", "The shares of a mixture do not add up",
     "Each share says which part of all draws follows that law, so each is above 0 and together "
     "they are 1.\n"
     "Example: write {\"share\": 0.9, ...}, {\"share\": 0.1, ...} instead of 0.9 and 0.2."},
    {"FD3008", "An impossible probability law",
     "The ends of \"uniform\" and the corners of \"triangular\" ascend; a triangle has a width; "
     "means, medians, scales and shapes are greater than zero; a sample has values.\n"
     "Example: write {\"uniform\": [\"1 min\", \"5 min\"]} instead of [\"5 min\", \"1 min\"]."},
    {"FD3009", "An unknown parameter",
     "No parameter file that the plan names has a parameter of this id. A parameter file itself "
     "cannot refer to parameters.\nExample: {\"parameter\": \"dns.tll\"} where the file has "
     "\"dns.ttl\"."},
    {"FD3010", "A parameter of the wrong dimension",
     "A parameter measures time, bytes, rate or ratio, and can only be used where that is needed.\n"
     "Example: {\"ttl\": {\"parameter\": \"dns.outliving_share\"}} puts a ratio where a time "
     "belongs."},
    {"FD3011", "A parameter without an origin",
     "Every parameter says where its value comes from: \"source\" for a published figure, or "
     "\"assumed\" with the reason. Never both. What firedrill calibrate learned is \"fitted\".\n"
     "Example: {\"title\": \"...\", \"dimension\": \"time\", \"value\": \"5 min\"} has neither."},
    {"FD3012", "Exactly one is needed",
     "An object that says what something is has exactly one of the members that can say it.\n"
     "Example: a component with both \"cluster\" and \"database\", or with neither."},
    {"FD3013", "The wrong kind of file",
     "The member \"format\" names the kind of a file and the version of its format; a file of "
     "another kind cannot stand here.\n"
     "Example: a runbook where a scenario's \"plan\" is expected."},
    {"FD3014", "A law where a single value is needed",
     "Probabilities, rates, intervals and targets are single values. Laws are for what varies from "
     "one recovery to the next.\nExample: {\"ttl\": {\"parameter\": \"database.promotion\"}}."},
    {"FD3015", "A scenario without plan or runbook",
     "A scenario needs both, each as the path of a file, relative to the scenario's own, or "
     "written out in place.\nExample: {\"plan\": \"../plans/gaudi3-scale.json\"}."},
    {"FD3016", "The horizon ends before a target (a warning)",
     "A recovery later than the horizon counts as none. If an objective allows more time than "
     "that, recoveries in between would be judged missed though they are not.\n"
     "Example: \"horizon\": \"24 h\" with an objective of 48 h."},
    {"FD3017", "More nodes than the cluster can have",
     "A step scales out beyond \"nodes_maximum\" of the cluster and would never succeed.\n"
     "Example: {\"scale_out\": {\"cluster\": \"standby-cluster\", \"nodes\": 16}} where 8 is the "
     "maximum."},
    {"FD3018", "An escalation that cannot happen, or is missing",
     "\"escalation\" says who does what when a step fails. It belongs to the policies "
     "\"escalate\" and \"escalate_and_go_on\", and they need it.\n"
     "Example: {\"on_failure\": \"escalate\"} without \"escalation\"."},
    {"FD3019", "Figures of a training study that cannot stand together",
     "Each figure alone is possible, but not beside the others: storage without bandwidth never "
     "finishes a checkpoint, lemons fail more often and not never, and a checkpoint must have "
     "ended when the next begins.\n"
     "Example: a checkpoint that takes 10 min to write, every 5 min."},
    {"FD3020", "A year of two plans, or with a drill that is not held",
     "A year is simulated under one plan: every scenario that it names, of incidents and of "
     "drills, "
     "must be about that plan, and a drill must be one of its governance.\n"
     "Example: a cause with the scenario reference-outage in the year of gaudi3-scale."},
    {"FD3021", "A resource that cannot become this component",
     "A resource of infrastructure code stands for a component that exists once the resource has "
     "been created: one in the region of the code (or in none), not code itself, and no other "
     "resource's.\n"
     "Example: {\"stands_for\": \"database-primary\"}, which is in us-east-1, in the code of "
     "eu-west-1."},
    {"FD3022", "Tests are skipped, and nothing says what that costs",
     "A node with a defect that no test has found takes work and breaks later; \"defect_shows\" "
     "says after how long. Without it, skipping tests would look free.\n"
     "Example: {\"skip_tests\": true, \"defect_probability\": \"10 %\"} without "
     "\"defect_shows\"."},
    {"FD3023", "A step of a phase that the response does not have",
     "\"phase\" of a runbook's step says which phase of the plan's response it belongs to; a "
     "scenario with a \"response\" measures when the steps of each are done, so the names must "
     "agree.\n"
     "Example: a step of the phase \"imediate\" under the response regional-outage."},
    {"FD3024", "A model of states in which nothing passes",
     "A transition leads to another state, and somewhere on the way back to a state time must "
     "pass: a round of instants would never end.\n"
     "Example: {\"to\": \"failover\", \"after\": \"0 s\"} and back after \"0 s\"."},
    {"FD3025", "A degraded network that says too little",
     "A degraded network has a latency, a loss or a rate. What a lossy path carries depends on its "
     "round trip, because TCP takes its losses as a sign to slow down.\n"
     "Example: {\"network_degradation\": {\"from\": \"east\", \"to\": \"west\", \"loss\": 0.01, "
     "\"length\": \"1 h\"}} lacks \"round_trip\"."},
    {"FD3040", "A milestone that nothing predicts",
     "What an incident's \"observed\" block says is held against an objective of its scenario: "
     "service_restored against the first recovery time, fully_recovered against the last of "
     "several, data_lost against the first data loss. The scenario lacks that objective.\n"
     "Example: \"data_lost\": \"418 min\" beside a plan without an objective of kind \"rpo\"."},
    {"FD3041", "A prior changed for one incident",
     "Incidents of one class share their parameters. If one could bring its own, a replay would "
     "show how well figures can be chosen afterwards, not how well they predict. Published facts "
     "about the incident's site belong in the plan.\n"
     "Example: {\"changes\": {\"/parameters/incident.repair/value\": \"4 h\"}}."},
    {"FD3050", "A recorded drill that contradicts itself",
     "Figures of one run.json cannot all be true: a fault before the prediction was sealed, healed "
     "before it was injected, an answer before its question, a value outside its own interval, a "
     "verdict that does not follow from the interval and the target. Nobody but firedrill writes "
     "such files; one that was edited is no evidence.\n"
     "Example: \"verdict\": \"met\" beside \"interval_s\": [40, 42] and \"target_s\": 30."},
    {"FD3051", "One parameter with two beginnings",
     "Drills of several scenarios teach the same parameter, but their scenarios give it different "
     "values to begin with, so it is not clear what is being learned about. Name the scenario "
     "files "
     "that hold it as it is now.\n"
     "Example: runs before and after a calibration, without --scenario."},
    {"FD3060", "No day of the calendar",
     "Days are written with year, month and day, and exist.\n"
     "Example: \"2027-02-30\"; write \"2027-02-28\"."},
    {"FD3061", "A period that ends before it begins",
     "\"until\" is the last day of a period and not before \"from\", its first; a re-test is not "
     "due before its action was opened.\n"
     "Example: {\"from\": \"2027-12-20\", \"until\": \"2027-01-03\"}."},
    {"FD3062", "Drills of the plan and of the programme differ",
     "A programme says of each drill that the plan holds how it is held, and of no other; records "
     "are of these drills.\nExample: an exercise for \"weekly\" where the plan has \"monthly\"."},
    {"FD3063", "A risk is accepted by nobody, or not accepted",
     "Whoever accepts a risk instead of mending it does so by name and until a day; then it is "
     "looked at again.\nExample: {\"state\": \"accepted\"} without \"accepted\"."},
    {"FD3064", "More backups succeeded than were scheduled",
     "A dossier counts the scheduled backups of its period, and those of them that succeeded.\n"
     "Example: {\"scheduled\": 100, \"succeeded\": 101}."},
    {"FD3065", "A run stands twice in a report",
     "Runs are told apart by the names of their folders, which a pack keeps. Name each run once, "
     "or "
     "rename one of the folders' parents, not the folder.\n"
     "Example: firedrill report runs/a runs/a."},
});

}  // namespace

std::span<const CodeEntry> plan_codes() { return plan_entries; }

}  // namespace firedrill
