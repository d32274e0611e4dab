import { MAIL_CORE_PLUGINS, MAIL_PLUGINS } from "@mail/core/common/plugin/plugin_sets";
import { ChatGPTTranslatePlugin } from "@html_editor/main/chatgpt/chatgpt_translate_plugin";
import { MAIN_PLUGINS } from "@html_editor/plugin_sets";

import { WritingPlugin } from "./writing_plugin";

for (const plugins of [MAIN_PLUGINS, MAIL_CORE_PLUGINS, MAIL_PLUGINS]) {
    plugins.splice(plugins.indexOf(ChatGPTTranslatePlugin), 1, WritingPlugin);
}
