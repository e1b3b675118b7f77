// The boundary rule passes silently when it does not run (no project graph, an edited configuration): these imports must be refused.
import { ESLint } from 'eslint';

const refused = [
  { name: 'an app imports an engine', filePath: 'services/api/src/app.ts', code: "import '@firedrill/promql';\n" },
  { name: 'an app imports an app', filePath: 'services/api/src/app.ts', code: "import '@firedrill/payment';\n" },
  {
    name: 'a foundation package imports a tool',
    filePath: 'packages/timeseries/src/index.ts',
    code: "import '@firedrill/embedded';\n",
  },
  { name: 'an engine imports express', filePath: 'packages/promql/src/index.ts', code: "import 'express';\n" },
];

const eslint = new ESLint();
let failures = 0;
for (const { name, filePath, code } of refused) {
  const [result] = await eslint.lintText(code, { filePath });
  const found = result?.messages.some((message) => message.ruleId === '@nx/enforce-module-boundaries');
  if (!found) {
    process.stderr.write(`the boundary rule is asleep: it accepts that ${name}\n`);
    failures += 1;
  }
}
if (failures === 0) process.stdout.write(`boundaries: ${refused.length} forbidden imports refused\n`);
process.exitCode = failures === 0 ? 0 : 1;
