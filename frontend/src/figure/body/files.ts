/** The figure's files, fetched once and kept while they are few. */
import { bodyUrl, clipUrl, type FigureAssets } from '../figure-assets';
import { type Clip, type ClipFile, decodeClip, mirrored } from './clip';

const MOST_CLIPS = 6;
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
  const clip = await stored(clipUrl(assets, name, body));
  if (side === '' || clip.side === 'both' || clip.side === side) return clip;
  return mirrored(clip, await otherBones(assets));
}

function stored(url: string): Promise<Clip> {
  const known = clips.get(url);
  if (known !== undefined) return known;
  const oldest = clips.keys().next();
  if (clips.size >= MOST_CLIPS && oldest.value !== undefined) clips.delete(oldest.value);
  const clip = fetched(url).then(async (answer) => decodeClip((await answer.json()) as ClipFile));
  clips.set(url, clip);
  clip.catch(() => clips.delete(url));
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
