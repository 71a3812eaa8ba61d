/** The figure's files, fetched once and kept while they are few. */
import { bodyUrl, clipUrl, type FigureAssets } from '../figure-assets';
import { type Clip, type ClipFile, decodeClip, mirrored } from './clip';

const MOST_CLIPS = 8;
const clips = new Map<string, Promise<Clip>>();
const others = new Map<string, Promise<Record<string, string>>>();

async function fetched(url: string): Promise<Response> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer;
}

export async function bodyFile(assets: FigureAssets, body: string): Promise<ArrayBuffer> {
  return (await fetched(bodyUrl(assets, body))).arrayBuffer();
}

/** The movement for one side; the side that is not stored is the stored one, mirrored. */
export async function clipFor(assets: FigureAssets, name: string, body: string, side: string): Promise<Clip> {
  const url = clipUrl(assets, name, body);
  const clip = await kept(url, async () => decodeClip((await (await fetched(url)).json()) as ClipFile));
  if (side === '' || clip.side === 'both' || clip.side === side) return clip;
  return kept(`${url} mirrored`, async () => mirrored(clip, await otherBones(assets)));
}

function kept(key: string, make: () => Promise<Clip>): Promise<Clip> {
  const known = clips.get(key);
  if (known !== undefined) return known;
  const oldest = clips.keys().next();
  if (clips.size >= MOST_CLIPS && oldest.value !== undefined) clips.delete(oldest.value);
  const clip = make();
  clips.set(key, clip);
  clip.catch(() => clips.delete(key));
  return clip;
}

function otherBones(assets: FigureAssets): Promise<Record<string, string>> {
  const url = `${assets.url}skeleton.json`;
  const known = others.get(url);
  if (known !== undefined) return known;
  const table = fetched(url).then(async (answer) => ((await answer.json()) as { mirror_bones: Record<string, string> }).mirror_bones);
  others.set(url, table);
  table.catch(() => others.delete(url));
  return table;
}
