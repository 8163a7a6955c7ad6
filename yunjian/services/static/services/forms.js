// A form by the same rules as the server: JSON Schema 2020-12 in the part that forms may use, and when fields appear.
"use strict";

const yunjianForms = (() => {
  const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY";

  function isDate(text) {
    if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
    const [year, month, day] = text.split("-").map(Number);
    const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
  }

  function isIdentityNumber(text) {
    if (!/^[0-9]{17}[0-9X]$/.test(text)) return false;
    if (!isDate(`${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`)) return false;
    const total = WEIGHTS.reduce((sum, weight, place) => sum + weight * Number(text[place]), 0);
    return text[17] === "10X98765432"[total % 11];
  }

  function isCreditCode(text) {
    if (text.length !== 18 || [...text].some((each) => !CREDIT.includes(each))) return false;
    let total = 0;
    for (let place = 0, weight = 1; place < 17; place += 1, weight = (weight * 3) % 31) {
      total += CREDIT.indexOf(text[place]) * weight;
    }
    return text[17] === CREDIT[(31 - (total % 31)) % 31];
  }

  const FORMATS = {
    date: isDate,
    "identity-number": isIdentityNumber,
    "credit-code": isCreditCode,
    mobile: (text) => /^1[3-9][0-9]{9}$/.test(text),
    money: (text) => /^(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?$/.test(text),
  };

  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const has = (value, name) => Object.prototype.hasOwnProperty.call(value, name);
  const at = (place, name) => (place ? `${place}.${name}` : String(name));
  const TYPES = {
    object: isObject,
    array: Array.isArray,
    string: (value) => typeof value === "string",
    boolean: (value) => typeof value === "boolean",
    number: (value) => typeof value === "number",
    integer: Number.isInteger,
  };

  function ofText(rules, value, say) {
    const length = [...value].length;
    if ("minLength" in rules && length < rules.minLength) say("minLength", rules.minLength);
    if ("maxLength" in rules && length > rules.maxLength) say("maxLength", rules.maxLength);
    if ("pattern" in rules && !new RegExp(rules.pattern, "u").test(value)) say("pattern", "");
    if ("format" in rules && !FORMATS[rules.format](value)) say("format", rules.format);
  }

  function ofObject(rules, value, place, found) {
    const properties = rules.properties || {};
    for (const name of Object.keys(value)) {
      if (has(properties, name)) look(properties[name], value[name], at(place, name), found);
      else if (rules.additionalProperties === false) found.push([at(place, name), "unknown", ""]);
    }
    const needed = [...(rules.required || [])];
    for (const [name, others] of Object.entries(rules.dependentRequired || {})) {
      if (has(value, name)) needed.push(...others);
    }
    for (const name of needed) if (!has(value, name)) found.push([at(place, name), "required", ""]);
  }

  function ofArray(rules, value, place, found, say) {
    if ("minItems" in rules && value.length < rules.minItems) say("minItems", rules.minItems);
    if ("maxItems" in rules && value.length > rules.maxItems) say("maxItems", rules.maxItems);
    if (rules.items) value.forEach((each, number) => look(rules.items, each, at(place, number), found));
  }

  function look(rules, value, place, found) {
    const say = (rule, asked) => found.push([place, rule, String(asked)]);
    if ("type" in rules && !TYPES[rules.type](value)) say("type", "");
    if ("enum" in rules && !rules.enum.includes(value)) say("enum", "");
    if ("const" in rules && rules.const !== value) say("const", "");
    if (typeof value === "string") ofText(rules, value, say);
    if (typeof value === "number") {
      if ("minimum" in rules && value < rules.minimum) say("minimum", rules.minimum);
      if ("maximum" in rules && value > rules.maximum) say("maximum", rules.maximum);
    }
    if (isObject(value)) ofObject(rules, value, place, found);
    if (Array.isArray(value)) ofArray(rules, value, place, found, say);
    for (const each of rules.allOf || []) look(each, value, place, found);
    if (rules.if) {
      const tried = [];
      look(rules.if, value, place, tried);
      const then = tried.length ? rules.else : rules.then;
      if (then) look(then, value, place, found);
    }
  }

  function appears(when, values) {
    const value = values[when.field];
    return when.among.includes(typeof value === "boolean" ? String(value) : value);
  }

  function tidy(values, fields) {
    const kept = {};
    for (const [name, value] of Object.entries(values)) if (value !== "" && value !== null) kept[name] = value;
    for (const field of fields) {
      if (!has(kept, field.name)) continue;
      if (field.when && !appears(field.when, kept)) {
        delete kept[field.name];
      } else if (field.fields && Array.isArray(kept[field.name])) {
        const rows = kept[field.name].map((each) => (isObject(each) ? tidy(each, field.fields) : each));
        while (rows.length && isObject(rows.at(-1)) && !Object.keys(rows.at(-1)).length) rows.pop();
        kept[field.name] = rows;
        if (!kept[field.name].length) delete kept[field.name];
      }
    }
    return kept;
  }

  function breaches(form, values) {
    const found = [];
    look(form.rules, tidy(values, form.fields), "", found);
    const once = new Map(found.map((each) => [JSON.stringify(each), each]));
    return [...once.values()];
  }

  return { appears, breaches, tidy };
})();

for (const element of document.querySelectorAll("form[data-form]")) {
  const form = JSON.parse(element.dataset.form);
  const order = form.fields.map((each) => each.name);
  element.noValidate = true; // the rules below say it in words; the attributes are for pages without a script

  function typed(text, rules) {
    const value = text.trim();
    if (rules.type === "boolean" && (value === "true" || value === "false")) return value === "true";
    if (["integer", "number"].includes(rules.type) && /^-?[0-9]{1,15}$/.test(value)) return Number(value);
    if (rules.type === "number" && /^-?[0-9]{1,15}\.[0-9]{1,6}$/.test(value)) return Number(value);
    return value;
  }

  function collected(fields, rules, before, data) {
    const values = {};
    for (const field of fields) {
      const name = before + field.name;
      const rule = rules.properties[field.name];
      if (field.fields) {
        const rows = Number(data.get(`${name}.rows`) || 0);
        values[field.name] = Array.from({ length: rows }, (_, number) =>
          collected(field.fields, rule.items, `${name}.${number}.`, data));
      } else if (data.has(name)) {
        values[field.name] = typed(data.get(name), rule);
      }
    }
    return values;
  }

  const written = () => collected(form.fields, form.rules, "", new FormData(element));
  const box = (place) => element.querySelector(`[data-place="${CSS.escape(place)}"]`);

  function titleAt(place) {
    let fields = form.fields;
    const words = [];
    for (const part of place.split(".")) {
      const field = (fields || []).find((each) => each.name === part);
      if (field) {
        words.push(field.title);
        fields = field.fields;
      } else if (/^[0-9]+$/.test(part)) {
        words.push(form.row.replace("%(number)s", Number(part) + 1));
      }
    }
    return words.join(" ") || form.form;
  }

  function sentence([place, rule, asked]) {
    const words = form.sentences[rule === "format" ? asked : rule];
    return words.replace("%(title)s", () => titleAt(place)).replace("%(asked)s", asked);
  }

  function say(place, words) {
    const error = document.getElementById(`${place}_error`);
    if (!error) return;
    error.textContent = words;
    error.hidden = !words;
    box(place).classList.toggle("has-error", Boolean(words));
    const input = document.getElementById(place);
    const told = [`${place}_hint`, `${place}_source`].map((id) => document.getElementById(id));
    const ids = [...told, words ? error : null].filter(Boolean).map((each) => each.id);
    if (ids.length) input.setAttribute("aria-describedby", ids.join(" "));
    else input.removeAttribute("aria-describedby");
    if (input.matches("input, textarea")) {
      if (words) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }

  function showWhatAppears(fields, values, before) {
    for (const field of fields) {
      const place = before + field.name;
      if (field.when) {
        box(place).hidden = !yunjianForms.appears(field.when, values);
        const words = box(place).querySelector(":scope > [data-when], :scope > fieldset > [data-when]");
        if (words) words.hidden = true;
      }
      if (!field.fields) continue;
      (values[field.name] || []).forEach((row, number) => showWhatAppears(field.fields, row, `${place}.${number}.`));
    }
  }

  function check(event) {
    const button = event.submitter;
    if (button && button.formNoValidate) return;
    const place = (each) => (order.indexOf(each[0].split(".")[0]) + 1 || order.length + 1);
    const found = yunjianForms.breaches(form, written()).sort((a, b) => place(a) - place(b));
    for (const each of element.querySelectorAll("[data-place]")) say(each.dataset.place, "");
    const summary = element.querySelector("[data-summary]");
    summary.hidden = !found.length;
    if (!found.length) return;
    event.preventDefault();
    summary.querySelector("ul").replaceChildren(...found.map((each) => {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${each[0]}`;
      link.textContent = sentence(each);
      line.append(link);
      return line;
    }));
    for (const each of [...found].reverse()) say(each[0], sentence(each));
    summary.focus();
  }

  element.addEventListener("submit", check);
  element.addEventListener("change", (event) => {
    showWhatAppears(form.fields, written(), "");
    const place = event.target.name;
    const wrong = yunjianForms.breaches(form, written()).find((each) => each[0] === place);
    say(place, wrong && wrong[1] !== "required" ? sentence(wrong) : "");
  });
  showWhatAppears(form.fields, written(), "");
}
