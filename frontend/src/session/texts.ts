/** What the session page says and shows. The words come with the page, already in the person's language. */

export type Say = (key: string, values?: Record<string, string | number>) => string;

/** A function that gives the text for a key with values put in. Unknown keys give ""; what is added later is found. */
export function texts(inPage: Record<string, string>): Say {
  return (key, values = {}) => {
    const text = inPage[key] ?? '';
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  };
}
