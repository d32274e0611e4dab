// What Odoo asks of its own JavaScript (web/tooling/_eslintrc.json), but for the layout, which is
// prettier's. Imports from "@web/…" are resolved by Odoo's bundles: no rule here follows an import.
import { createRequire } from "node:module";

// Unlike `import`, it also looks in NODE_PATH, which is where pre-commit installs packages.
const require = createRequire(import.meta.url);
const js = require("@eslint/js");
const globals = require("globals");

export default [
    js.configs.recommended,
    {
        files: ["addons/*/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: { ...globals.browser, odoo: "readonly", luxon: "readonly" },
        },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            "arrow-body-style": ["error", "as-needed"],
            curly: ["error", "all"],
            "no-duplicate-imports": "error",
            "no-restricted-globals": ["error", "event", "self"],
            "no-restricted-syntax": ["error", "PrivateIdentifier"],
            "no-unused-vars": ["error", { args: "none", caughtErrors: "all" }],
            "prefer-const": ["error", { destructuring: "all", ignoreReadBeforeAssign: true }],
        },
    },
];
