/** The document's structure for screen readers: what is a paragraph, what a picture, in which order (ISO 32000-1, 14.7 and 14.8). */
import type { OnlyIf } from '../../../../shared/template.ts';
import type { CertificateData } from './data.ts';
import { holds } from './fields.ts';
import { object, textString } from './pdf-syntax.ts';

/** What a stretch of a page is to a reader; anything else on a page is decoration. */
export interface Tag {
  readonly role: 'P' | 'Figure';
  readonly alt: string | undefined;
  readonly onlyIf: OnlyIf | undefined;
}

export const closeTag = 'EMC\n';

/** Operators that are content number `id` of their page. */
export function tagged({ role }: Pick<Tag, 'role'>, id: number, operators: string): string {
  return `${openTag(role, id)}${operators}${closeTag}`;
}

export function openTag(role: Tag['role'], id: number): string {
  return `/${role}<</MCID ${id}>>BDC\n`;
}

/** Operators that a reader passes over. */
export function decoration(operators: string): string {
  return `/Artifact BMC\n${operators}${closeTag}`;
}

/** Numbers of the objects that make up the structure. */
export interface StructureIds {
  readonly root: number;
  /** Of the first page object; each page has its content stream behind it. */
  readonly firstPage: number;
  readonly firstElement: number;
  /** Written by each certificate, because they list what it has: the document, and the way back from content to it. */
  readonly document: number;
  readonly parents: number;
}

export class Structure {
  readonly #ids: StructureIds;
  /** By page and content number. */
  readonly #pages: readonly (readonly Tag[])[];
  readonly #known = new Map<string, [document: string, parents: string]>();
  readonly #conditions: readonly Tag[];

  constructor(pages: readonly (readonly Tag[])[], ids: StructureIds) {
    this.#pages = pages;
    this.#ids = ids;
    this.#conditions = pages.flat().filter((tag) => tag.onlyIf);
  }

  /**
   * The root and every element, conditional ones too: an element that no document lists is not part of
   * its structure, and so all can stand in the prefix.
   */
  sharedObjects(): [root: string, ...elements: string[]] {
    const { root, firstPage, firstElement, document, parents } = this.#ids;
    let next = firstElement;
    const elements = this.#pages.flatMap((tags, page) =>
      tags.map(({ role, alt }, id) =>
        object(
          next++,
          `<</Type/StructElem/S/${role}/P ${document} 0 R/Pg ${firstPage + 2 * page} 0 R/K ${id}${
            alt === undefined ? '' : `/Alt${textString(alt)}`
          }>>`,
        ),
      ),
    );
    return [
      object(
        root,
        `<</Type/StructTreeRoot/K ${document} 0 R/ParentTree ${parents} 0 R/ParentTreeNextKey ${this.#pages.length}>>`,
      ),
      ...elements,
    ];
  }

  /** The two objects that say which elements this certificate has. */
  ownObjects(data: CertificateData): readonly [document: string, parents: string] {
    let key = '';
    for (const tag of this.#conditions) key += holds(tag.onlyIf, data) ? '1' : '0';
    let objects = this.#known.get(key);
    if (!objects) {
      objects = this.#listObjects(data);
      this.#known.set(key, objects);
    }
    return objects;
  }

  #listObjects(data: CertificateData): [string, string] {
    const { root, firstElement, document, parents } = this.#ids;
    let next = firstElement;
    const all: string[] = [];
    const byPage = this.#pages.map((tags) =>
      tags
        .map((tag) => {
          const reference = `${next++} 0 R`;
          if (!holds(tag.onlyIf, data)) return 'null';
          all.push(reference);
          return reference;
        })
        .join(' '),
    );
    return [
      object(document, `<</Type/StructElem/S/Document/P ${root} 0 R/K[${all.join(' ')}]>>`),
      object(parents, `<</Nums[${byPage.map((list, page) => `${page}[${list}]`).join('')}]>>`),
    ];
  }
}
