// Exercises of a training instance in a real browser: the known answer comes after one's own, figures are of nobody by name;
// in both languages.
//   node tests/tour/training.mjs MUSTER [SCREENSHOTS_FOLDER]     ends with "N passed, N failed"
import { mkdirSync } from "node:fs";
import { accessible, fits, must } from "./checks.mjs";
import { fresh } from "./fresh.mjs";
import { steps } from "./steps.mjs";

const [muster, pictures = "build/tour-training"] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const house = await fresh(muster, "school"), { base } = house;
const { step, broke, end } = steps(() => house.lastPage, `${pictures}/failed.png`);

try {
  let learner;
  await step("the administrator gives the role of an examiner to a learner", async () => {
    learner = await house.withRole("examiner", { display_name: "Lee Learner", login: "learner", identity: "passport:LEARN001" });
  });
  await step("an exercise shows the known answer after one's own", async () => {
    await learner.getByRole("link", { name: "Training" }).click();
    await learner.getByRole("link", { name: "A word on the list" }).click();
    await learner.getByText("Evidence").first().waitFor();
    must((await learner.getByText("What is known:").count()) === 0, "the answer is told before");
    await accessible(learner, "an exercise");
    await learner.getByLabel("What do you decide?").selectOption("none");
    await learner.getByRole("button", { name: "Your answer" }).click();
    await learner.getByText("What is known: No violation").waitFor();
    await learner.screenshot({ path: `${pictures}/exercise.png` });
  });
  await step("figures say nothing of one person", async () => {
    await learner.goto(base + "/training");
    await learner.getByText("fewer than five answers").waitFor();
    await accessible(learner, "the exercises");
    await fits(learner, "the exercises");
  });
  must(learner.faults.length === 0, learner.faults.join("; "));
} catch (e) {
  broke(e);
} finally {
  await house.end();
}
end();
